import type { Json } from "@windlass/cloudformation/template";
import { alphanumericId, idOf } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { filterCriteria, mappingDependencies } from "../event-source.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { networkInterfaceActions } from "./vpc-access.js";

const maxQueueLength = 150;

/** `activemq`: a mapping for each queue of an ActiveMQ broker, and statements function by function. */
export function emitActivemq(builder: TemplateBuilder): void {
  emitMq(builder, "activemq", "ActiveMQ");
}

/** `rabbitmq`: a mapping for each queue of a RabbitMQ broker, and statements function by function. */
export function emitRabbitmq(builder: TemplateBuilder): void {
  emitMq(builder, "rabbitmq", "RabbitMQ");
}

function emitMq(builder: TemplateBuilder, kind: "activemq" | "rabbitmq", idPart: string): void {
  for (const fn of builder.model.functions) {
    const brokers: Json[] = [];
    const secrets: Json[] = [];
    for (const { event, path } of eventsOfFunction(fn, kind)) {
      const access = [{ Type: "BASIC_AUTH", URI: event.basicAuthArn }, ...(event.virtualHost ? [{ Type: "VIRTUAL_HOST", URI: event.virtualHost }] : [])];
      builder.add(
        `${idOf(fn.key)}EventSourceMapping${idPart}${alphanumericId(event.queue).slice(0, maxQueueLength)}`,
        {
          Type: "AWS::Lambda::EventSourceMapping",
          DependsOn: mappingDependencies(builder, fn),
          Properties: {
            FunctionName: lambdaTarget(fn),
            EventSourceArn: event.arn,
            Queues: [event.queue],
            SourceAccessConfigurations: access,
            BatchSize: event.batchSize || undefined,
            MaximumBatchingWindowInSeconds: event.maximumBatchingWindow || undefined,
            Enabled: event.enabled ?? undefined,
            FilterCriteria: filterCriteria(event.filterPatterns),
          },
        },
        path,
      );
      brokers.push(event.arn);
      secrets.push(event.basicAuthArn);
    }
    if (brokers.length === 0) continue;
    builder.allow(["secretsmanager:GetSecretValue"], secrets);
    builder.allow(["mq:DescribeBroker"], brokers);
    builder.allow(networkInterfaceActions, "*");
  }
}
