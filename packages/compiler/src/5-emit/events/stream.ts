import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type Resource } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { StreamEvent } from "../../3-check/events/stream.js";
import { alphanumericId, idOf, upperFirst } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { eventsOfFunction } from "../event-emitter.js";
import { filterCriteria, mappingDependencies, sourceName } from "../event-source.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";

type Mapped = { builder: TemplateBuilder; fn: FunctionModel; stream: StreamEvent; type: string; name: string; path: Path };
type Grants = Record<"dynamodb" | "kinesis" | "enhanced" | "consumer" | "sns" | "sqs", Json[]>;

const grantedActions = {
  dynamodb: ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"],
  kinesis: ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream", "kinesis:ListStreams"],
  enhanced: ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStreamSummary", "kinesis:ListShards"],
  consumer: ["kinesis:SubscribeToShard"],
  sns: ["sns:Publish"],
  sqs: ["sqs:ListQueues", "sqs:SendMessage"],
} as const satisfies Record<keyof Grants, readonly string[]>;

/** `stream`: a mapping for each DynamoDB or Kinesis stream, consumers of the latter, and statements function by function. */
export function emitStream(builder: TemplateBuilder): void {
  for (const fn of builder.model.functions) {
    const grants: Grants = { dynamodb: [], kinesis: [], enhanced: [], consumer: [], sns: [], sqs: [] };
    for (const { event, path } of eventsOfFunction(fn, "stream")) {
      const stream: StreamEvent = typeof event === "string" ? { arn: event } : event;
      const type = stream.type ?? arnPart(stream.arn, 2);
      emitMapping({ builder, fn, stream, type, name: streamName(stream.arn, path), path }, grants);
    }
    for (const kind of Object.keys(grantedActions) as (keyof Grants)[]) builder.allowEach([...grantedActions[kind]], grants[kind]);
  }
}

function emitMapping(mapped: Mapped, grants: Grants): void {
  const { builder, fn, stream, type, name, path } = mapped;
  const onFailure = failureTarget(stream, grants);
  const resource: Resource & { DependsOn: string[] } = {
    Type: "AWS::Lambda::EventSourceMapping",
    DependsOn: mappingDependencies(builder, fn),
    Properties: {
      BatchSize: stream.batchSize || 10,
      Enabled: stream.enabled === undefined ? true : stream.enabled,
      EventSourceArn: stream.arn,
      FunctionName: lambdaTarget(fn),
      ParallelizationFactor: stream.parallelizationFactor || undefined,
      StartingPosition: stream.startingPosition || "TRIM_HORIZON",
      MaximumBatchingWindowInSeconds: stream.batchWindow ?? undefined,
      MaximumRetryAttempts: stream.maximumRetryAttempts ?? undefined,
      BisectBatchOnFunctionError: stream.bisectBatchOnFunctionError ?? undefined,
      FunctionResponseTypes: stream.functionResponseType ? [stream.functionResponseType] : undefined,
      MaximumRecordAgeInSeconds: stream.maximumRecordAgeInSeconds || undefined,
      TumblingWindowInSeconds: stream.tumblingWindowInSeconds ?? undefined,
      DestinationConfig: onFailure === undefined ? undefined : { OnFailure: { Destination: onFailure } },
      FilterCriteria: filterCriteria(stream.filterPatterns),
    },
  };
  if (type === "dynamodb") grants.dynamodb.push(stream.arn);
  else grants[stream.consumer ? "enhanced" : "kinesis"].push(stream.arn);
  builder.add(`${idOf(fn.key)}EventSourceMapping${upperFirst(type)}${alphanumericId(name)}`, resource, path);
  if (stream.consumer && type === "kinesis") attachConsumer(mapped, resource, grants);
}

function attachConsumer({ builder, fn, stream, name, path }: Mapped, mapping: Resource & { DependsOn: string[] }, grants: Grants): void {
  if (stream.startingPosition === "AT_TIMESTAMP" && !stream.startingPositionTimestamp) {
    throw new CompileError({ code: "property_missing", message: `The stream event of "${fn.key}" starts AT_TIMESTAMP and lacks startingPositionTimestamp`, path });
  }
  const properties = (mapping.Properties ??= {});
  let consumer: Json = stream.consumer ?? null;
  if (consumer === true) {
    const { service, stage, provider } = builder.model;
    const consumerName = `${fn.key}${name}${provider.kinesis?.consumerNamingMode ? `${service}${stage}` : ""}Consumer`;
    const consumerId = `${idOf(consumerName)}StreamConsumer`;
    builder.add(consumerId, { Type: "AWS::Kinesis::StreamConsumer", Properties: { StreamARN: stream.arn, ConsumerName: consumerName } }, path);
    mapping.DependsOn.push(consumerId);
    consumer = ref(consumerId);
  }
  properties["EventSourceArn"] = consumer;
  grants.consumer.push(consumer);
  if (stream.startingPositionTimestamp) properties["StartingPositionTimestamp"] = stream.startingPositionTimestamp;
}

function failureTarget(stream: StreamEvent, grants: Grants): Json | undefined {
  const target = stream.destinations?.onFailure;
  if (target === undefined) return undefined;
  const arn = typeof target === "string" ? target : target.arn;
  const type = typeof target === "string" || !target.type ? arnPart(arn, 2) : target.type;
  grants[type === "sns" ? "sns" : "sqs"].push(arn);
  return arn;
}

function streamName(arn: Json, path: Path): string {
  const name = sourceName({ arn, path }, (text) => text.split("/")[1] ?? "");
  return isJsonObject(arn) && "Fn::Join" in arn ? (name.split("/").at(-1) ?? name) : name;
}

function arnPart(arn: Json, index: number): string {
  return typeof arn === "string" ? (arn.split(":")[index] ?? "") : "";
}
