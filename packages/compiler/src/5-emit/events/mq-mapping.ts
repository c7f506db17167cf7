import type { Json } from "@windlass/cloudformation/template";
import { alphanumericId, idOf } from "../../4-model/naming.js";
import { eventsOfFunction } from "../event-emitter.js";
import { filterCriteria, mappingDependencies } from "../event-source.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { networkInterfaceActions } from "./vpc-access.js";

const maxQueueLength = 150;

type MqKind = { kind: "activemq" | "rabbitmq"; idPart: string };

/** A mapping for each queue of a broker of a kind, and statements function by function. */
export function emitMqMappings(builder: TemplateBuilder, { kind, idPart }: MqKind): void {
  for (const fn of builder.model.functions) {
    const brokers: Json[] = [];
    const secrets: Json[] = [];
    for (const { event, path } of eventsOfFunction(fn, kind)) {
      const access = [{ Type: "BASIC_AUTH", URI: event.basicAuthArn }];
      if (kind === "rabbitmq" && "virtualHost" in event && event.virtualHost) access.push({ Type: "VIRTUAL_HOST", URI: event.virtualHost });
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
