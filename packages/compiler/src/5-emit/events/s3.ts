import { join, ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { S3Event } from "../../3-check/events/s3.js";
import { bucketName as bucketNameSchema } from "../../3-check/schemas/cloudformation.js";
import { alphanumericId, permissionId, upperFirst } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { eventsOf } from "../event-emitter.js";
import { lambdaPermission } from "../lambda-permission.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { emitExistingBuckets } from "./s3-existing.js";

type Use = { fn: FunctionModel; event: S3Event; path: Path };
/** A bucket that this stack makes. `reference` is the name by which events call it: a key of `provider.s3`, or its own name. */
type Bucket = { name: string; reference: string; uses: Use[] };

/** `s3`: buckets of this stack with their notifications, and notifications of buckets that exist. */
export function emitS3(builder: TemplateBuilder): void {
  const uses: Use[] = eventsOf(builder, "s3").map(({ fn, event, path }) => ({ fn, path, event: typeof event === "string" ? { bucket: event } : event }));
  const buckets = new Map<string, Bucket>();
  for (const use of uses.filter(({ event }) => !event.existing)) {
    const { name, reference, isProviders } = nameOf(builder, use);
    const bucket = buckets.get(name) ?? { name, reference, uses: [] };
    if (isProviders) bucket.reference = reference;
    bucket.uses.push(use);
    buckets.set(name, bucket);
  }
  for (const bucket of buckets.values()) emitBucket(builder, bucket);
  for (const { name, reference, uses: users } of buckets.values()) {
    for (const { fn, path } of users) {
      const permission = lambdaPermission(fn, "s3.amazonaws.com", join("", ["arn:", ref("AWS::Partition"), `:s3:::${name}`]));
      permission.Properties = { ...permission.Properties, SourceAccount: ref("AWS::AccountId") };
      builder.add(permissionIdOf(fn, reference), permission, path);
    }
  }
  emitExistingBuckets(builder, uses.filter(({ event }) => event.existing));
}

function nameOf(builder: TemplateBuilder, { event, path }: Use): { name: string; reference: string; isProviders: boolean } {
  const { bucket } = event;
  if (typeof bucket !== "string") {
    throw new CompileError({ code: "property_invalid", message: "A bucket named by an intrinsic function must be one that exists", hint: "Add `existing: true`.", path: [...path, "bucket"] });
  }
  const settings = builder.model.provider.s3;
  const isProviders = settings !== undefined && settings !== null && Object.hasOwn(settings, bucket);
  const name = (isProviders && settings[bucket]?.name) || bucket;
  if (!bucketNameSchema.pattern?.test(name)) {
    throw new CompileError({ code: "property_invalid", message: `"${name}" is not a name that a bucket can have`, hint: "Use lower-case letters, digits, dots and dashes.", path });
  }
  return { name, reference: bucket, isProviders };
}

function emitBucket(builder: TemplateBuilder, { name, reference, uses }: Bucket): void {
  const { NotificationConfiguration: ownNotifications, ...settings } = settingsOf(builder, reference);
  const notifications: JsonObject = {
    LambdaConfigurations: uses.map(({ fn, event }) => ({
      Event: event.event || "s3:ObjectCreated:*",
      Function: lambdaTarget(fn),
      Filter: event.rules ? { S3Key: { Rules: event.rules.map((rule) => Object.entries(rule).slice(0, 1).map(([Name, Value]) => ({ Name, Value }))[0] ?? {}) } } : undefined,
    })),
    ...(isJsonObject(ownNotifications) ? ownNotifications : {}),
  };
  const logicalId = `S3Bucket${alphanumericId(reference)}`;
  builder.add(
    logicalId,
    {
      Type: "AWS::S3::Bucket",
      Properties: { BucketName: name, NotificationConfiguration: notifications, ...settings },
      DependsOn: uses.flatMap(({ fn }) => [permissionIdOf(fn, reference), ...(fn.alias ? [fn.alias.logicalId] : [])]),
    },
    uses[0]?.path ?? [],
  );
  for (const { path } of uses.slice(1)) builder.addedBy(logicalId, path);
}

/** Properties of the bucket from `provider.s3`, written as CloudFormation calls them. */
function settingsOf(builder: TemplateBuilder, reference: string): JsonObject {
  const all = builder.model.provider.s3;
  const settings = all && Object.hasOwn(all, reference) ? all[reference] : undefined;
  return Object.fromEntries(Object.entries(settings ?? {}).filter(([key]) => key !== "name").map(([key, value]) => [upperFirst(key), value]));
}

function permissionIdOf(fn: FunctionModel, reference: string): string {
  return permissionId(fn.key, `${alphanumericId(reference)}S3`);
}
