import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { KafkaTopic } from "../../3-check/schemas/kafka-topic.js";
import { alphanumericId, idOf } from "../../4-model/naming.js";
import type { Path } from "../../path.js";
import { eventsOfFunction } from "../event-emitter.js";
import { filterCriteria, mappingDependencies, sourceName } from "../event-source.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { networkInterfaceActions } from "./vpc-access.js";

/** So that cluster and topic together stay below the length of a logical id. */
const maxPartLength = 79;

/** `msk`: a mapping for each topic of a cluster of Amazon MSK, and statements function by function. */
export function emitMsk(builder: TemplateBuilder): void {
  for (const fn of builder.model.functions) {
    const clusters: Json[] = [];
    for (const { event, path } of eventsOfFunction(fn, "msk")) {
      const cluster = sourceName({ arn: event.arn, path }, (arn) => arn.split("/")[1] ?? "");
      const part = (name: string): string => alphanumericId(name).slice(0, maxPartLength);
      builder.add(
        `${idOf(fn.key)}EventSourceMappingMSK${part(cluster)}${part(event.topic)}`,
        {
          Type: "AWS::Lambda::EventSourceMapping",
          DependsOn: mappingDependencies(builder, fn),
          Properties: {
            EventSourceArn: event.arn,
            FunctionName: lambdaTarget(fn),
            ...topicProperties(event, path),
            AmazonManagedKafkaEventSourceConfig: event.consumerGroupId ? { ConsumerGroupId: event.consumerGroupId } : undefined,
            SourceAccessConfigurations: event.saslScram512 ? [{ Type: "SASL_SCRAM_512_AUTH", URI: event.saslScram512 }] : undefined,
          },
        },
        path,
      );
      clusters.push(event.arn);
    }
    if (clusters.length === 0) continue;
    builder.allow(["kafka:DescribeCluster", "kafka:GetBootstrapBrokers"], clusters);
    builder.allow(networkInterfaceActions, "*");
  }
}

/** Properties that mappings of MSK and of other Kafka clusters share. A window of 0 and a missing `enabled` are left out. */
export function topicProperties(event: KafkaTopic, path: Path): JsonObject {
  const position = event.startingPosition || "TRIM_HORIZON";
  const timestamp = event.startingPositionTimestamp ?? undefined;
  if (position === "AT_TIMESTAMP" && timestamp === undefined) {
    throw new CompileError({ code: "property_missing", message: "An event that starts AT_TIMESTAMP needs startingPositionTimestamp", path });
  }
  const pollers = event.provisionedPollerConfig;
  return {
    StartingPosition: position,
    StartingPositionTimestamp: timestamp,
    Topics: [event.topic],
    BatchSize: event.batchSize || undefined,
    MaximumBatchingWindowInSeconds: event.maximumBatchingWindow || undefined,
    Enabled: event.enabled ?? undefined,
    FilterCriteria: filterCriteria(event.filterPatterns),
    ProvisionedPollerConfig: pollers && { MinimumPollers: pollers.minimumPollers, MaximumPollers: pollers.maximumPollers },
  };
}
