import { getAtt, join, ref } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { SnsEvent } from "../../3-check/events/sns.js";
import { alphanumericId, idOf, permissionId } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { eventsOf } from "../event-emitter.js";
import { lambdaPermission, localArn } from "../lambda-permission.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";

type Subscribed = {
  builder: TemplateBuilder;
  fn: FunctionModel;
  event: SnsEvent;
  topicName: string;
  /** Undefined for a topic that this stack makes. */
  topicArn: Json | undefined;
  region: string | undefined;
  redrivePolicy: JsonObject | undefined;
  path: Path;
};

/** `sns`: subscriptions to topics that exist, and topics that are made here with their subscriptions inside. */
export function emitSns(builder: TemplateBuilder): void {
  for (const { fn, event: value, path } of eventsOf(builder, "sns")) {
    const event: SnsEvent = typeof value === "string" ? (value.startsWith("arn:") ? { arn: value } : { topicName: value }) : value;
    const topic = typeof value === "string" ? namedTopic(event) : topicOf(event, builder.model.region, path);
    const redrivePolicy = event.redrivePolicy && emitRedrive({ builder, fn, event, path, ...topic, redrivePolicy: undefined });
    const subscribed = { builder, fn, event, path, ...topic, redrivePolicy };
    if (topic.topicArn === undefined) emitTopic(subscribed);
    else emitSubscription(subscribed, { TopicArn: topic.topicArn, Region: topic.region });
    const source = topic.topicArn ?? localArn("sns", ":", topic.topicName);
    builder.add(permissionId(fn.key, `${alphanumericId(topic.topicName)}SNS`), lambdaPermission(fn, "sns.amazonaws.com", source), path);
  }
}

/** Colons that separate the parts of an ARN, not those of `AWS::Region` inside it. */
const arnSeparator = /(?<!:):(?!:)/;

type Topic = Pick<Subscribed, "topicName" | "topicArn" | "region">;

/** The short form, whose region the reference does not look at. */
function namedTopic({ arn, topicName = "" }: SnsEvent): Topic {
  return typeof arn === "string" ? { topicName: arn.split(":").at(-1) ?? "", topicArn: arn, region: undefined } : { topicName, topicArn: undefined, region: undefined };
}

function topicOf(event: SnsEvent, stackRegion: string, path: Path): Topic {
  const { arn } = event;
  if (!arn) return { topicName: event.topicName ?? "", topicArn: undefined, region: undefined };
  const parts = typeof arn === "string" ? arn.split(arnSeparator) : [];
  const topicName = event.topicName || parts.at(-1);
  if (!topicName) throw new CompileError({ code: "property_missing", message: "An sns event with an intrinsic function as its arn lacks topicName", path });
  const region = typeof arn === "string" && parts[3] !== stackRegion ? parts[3] : undefined;
  return { topicName, topicArn: arn, region };
}

function emitTopic(subscribed: Subscribed): void {
  const { builder, fn, event, topicName, path } = subscribed;
  const topicId = `SNSTopic${alphanumericId(topicName)}`;
  const known = builder.resources[topicId];
  if (known) builder.addedBy(topicId, path);
  const topic =
    known ??
    builder.add(topicId, { Type: "AWS::SNS::Topic", Properties: { TopicName: topicName, DisplayName: event.displayName || undefined } }, path);
  const alias = aliasDependency(fn);
  if (alias !== undefined) topic.DependsOn = Array.from(new Set([topic.DependsOn ?? [], alias].flat()));
  if (event.filterPolicy || event.redrivePolicy) return emitSubscription(subscribed, { TopicArn: ref(topicId) });
  const properties = (topic.Properties ??= {});
  const subscriptions = Array.isArray(properties["Subscription"]) ? properties["Subscription"] : [];
  properties["Subscription"] = [...subscriptions, { Endpoint: lambdaTarget(fn), Protocol: "lambda" }];
}

function emitSubscription({ builder, fn, event, topicName, redrivePolicy, path }: Subscribed, topic: JsonObject): void {
  builder.add(
    `${idOf(fn.key)}SnsSubscription${alphanumericId(topicName)}`,
    {
      Type: "AWS::SNS::Subscription",
      DependsOn: aliasDependency(fn),
      Properties: {
        ...topic,
        Protocol: "lambda",
        Endpoint: lambdaTarget(fn),
        FilterPolicy: event.filterPolicy,
        FilterPolicyScope: event.filterPolicyScope,
        RedrivePolicy: redrivePolicy,
      },
    },
    path,
  );
}

/** The right of the topic to send to the dead letter queue. For a topic made here its source is left open, as in the reference. */
function emitRedrive({ builder, fn, event, topicName, topicArn, path }: Subscribed): JsonObject {
  const target = redriveTarget(event.redrivePolicy ?? {});
  const policyId = `${alphanumericId(topicName)}To${idOf(fn.key)}DLQPolicy`;
  const statement: JsonObject = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: target.arn,
    Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
  };
  builder.add(
    policyId,
    { Type: "AWS::SQS::QueuePolicy", Properties: { PolicyDocument: { Version: "2012-10-17", Id: policyId, Statement: [statement] }, Queues: [target.url] } },
    path,
  );
  return { deadLetterTargetArn: target.arn };
}

function redriveTarget(policy: NonNullable<SnsEvent["redrivePolicy"]>): { arn: Json; url: Json } {
  const { deadLetterTargetArn: arn, deadLetterTargetRef: queue, deadLetterTargetImport: imported } = policy;
  if (arn) {
    const [name, account, region] = arn.split(":").reverse();
    return { arn, url: join("", [`https://sqs.${region}.`, ref("AWS::URLSuffix"), `/${account}/${name}`]) };
  }
  if (queue) return { arn: getAtt(queue, "Arn"), url: ref(queue) };
  return { arn: { "Fn::ImportValue": imported?.arn }, url: { "Fn::ImportValue": imported?.url } };
}
