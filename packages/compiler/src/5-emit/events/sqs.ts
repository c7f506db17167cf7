import type { Json } from "@windlass/cloudformation/template";
import type { SqsEvent } from "../../3-check/events/sqs.js";
import { alphanumericId, idOf } from "../../4-model/naming.js";
import { eventsOf } from "../event-emitter.js";
import { filterCriteria, mappingDependencies, sourceName } from "../event-source.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";

/** `sqs`: a mapping for each queue, and one statement for all of them. */
export function emitSqs(builder: TemplateBuilder): void {
  const queues: Json[] = [];
  for (const { fn, event, path } of eventsOf(builder, "sqs")) {
    const queue: SqsEvent = typeof event === "string" ? { arn: event } : event;
    const name = sourceName({ arn: queue.arn, path }, (arn) => arn.split(":").at(-1) ?? "");
    builder.add(
      `${idOf(fn.key)}EventSourceMappingSQS${alphanumericId(name)}`,
      {
        Type: "AWS::Lambda::EventSourceMapping",
        DependsOn: mappingDependencies(builder, fn),
        Properties: {
          BatchSize: queue.batchSize || 10,
          MaximumBatchingWindowInSeconds: queue.maximumBatchingWindow ?? undefined,
          EventSourceArn: queue.arn,
          FunctionName: lambdaTarget(fn),
          Enabled: queue.enabled === undefined ? true : queue.enabled,
          FunctionResponseTypes: queue.functionResponseType ? [queue.functionResponseType] : undefined,
          FilterCriteria: filterCriteria(queue.filterPatterns),
          ScalingConfig: queue.maximumConcurrency ? { MaximumConcurrency: queue.maximumConcurrency } : undefined,
        },
      },
      path,
    );
    queues.push(queue.arn);
  }
  builder.allowEach(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], queues);
}
