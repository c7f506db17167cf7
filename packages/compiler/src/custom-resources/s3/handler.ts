import { createHash } from "node:crypto";
import { awsClient, call, isAwsError } from "../aws-client.js";
import { handlerOf, type Place } from "../custom-resource.js";
import { allow, arnOf, disallow, isSameStatement, isSameTarget, statementOf, type Statement, type Target } from "../invoke-permission.js";

/** `Custom::S3`: notifications of a bucket that exists, to one function. */
type Properties = Target & { BucketName: string; BucketConfigs: { Event: string; Rules?: Record<string, string>[] }[] };
type LambdaNotification = { Id?: string; Events: string[]; LambdaFunctionArn: string; Filter?: object };

export const handler = handlerOf<Properties>({
  physicalId: "CustomResourceExistingS3",
  async apply(properties, previous, place) {
    const isMoved = previous !== undefined && previous.BucketName !== properties.BucketName;
    const isKnown = previous !== undefined && !isMoved && isSameTarget(previous, properties);
    if (!isKnown) await allowBucket(properties, place);
    const owners = [properties.FunctionName, ...(previous ? [previous.FunctionName] : [])];
    await rewrite(properties.BucketName, (known) => [...known.filter((item) => !isOwned(item, owners)), ...notifications(properties, place)]);
    if (isMoved) await forget(previous);
    // Names that differ in their dots only share a statement: it is the new one by now.
    if (previous && !isKnown && !isSameStatement(permissionOf(previous), permissionOf(properties))) await disallow(permissionOf(previous));
  },
  async remove(properties) {
    await disallow(permissionOf(properties));
    await forget(properties);
  },
});

/** The bucket may be gone already, or be no longer ours to touch: the stack goes on without it. */
async function forget({ BucketName, FunctionName }: Properties): Promise<void> {
  try {
    await rewrite(BucketName, (known) => known.filter((item) => !isOwned(item, [FunctionName])));
  } catch (error) {
    if (!isAwsError(error, "NoSuchBucket", "AccessDenied")) throw error;
  }
}

async function rewrite(Bucket: string, change: (known: LambdaNotification[]) => LambdaNotification[]): Promise<void> {
  const s3 = awsClient("client-s3", "S3");
  const { $metadata: _metadata, ...configuration } = await call(s3, "getBucketNotificationConfiguration", { Bucket });
  const known = (configuration["LambdaFunctionConfigurations"] ?? []) as LambdaNotification[];
  await call(s3, "putBucketNotificationConfiguration", {
    Bucket,
    NotificationConfiguration: { ...configuration, LambdaFunctionConfigurations: change(known) },
  });
}

function notifications(properties: Properties, place: Place): LambdaNotification[] {
  return properties.BucketConfigs.map((config) => {
    const rules = (config.Rules ?? []).flatMap((rule) => Object.entries(rule).slice(0, 1)).map(([name, Value]) => ({ Name: name.toLowerCase(), Value }));
    return {
      // The same id as the reference's, so that a bucket that it set up is taken over.
      Id: `${properties.FunctionName}-${createHash("md5").update(JSON.stringify(config)).digest("hex")}`,
      Events: [config.Event],
      LambdaFunctionArn: arnOf(properties, place),
      ...(rules.length > 0 ? { Filter: { Key: { FilterRules: rules } } } : {}),
    };
  });
}

function isOwned({ Id = "" }: LambdaNotification, owners: string[]): boolean {
  return owners.some((owner) => Id.startsWith(`${owner}-`) && /^[a-f0-9]{32}$/.test(Id.slice(owner.length + 1)));
}

async function allowBucket(properties: Properties, { partition, accountId }: Place): Promise<void> {
  await allow(permissionOf(properties), { Principal: "s3.amazonaws.com", SourceArn: `arn:${partition}:s3:::${properties.BucketName}`, SourceAccount: accountId });
}

function permissionOf(properties: Properties): Statement {
  return statementOf(properties, properties.BucketName.replace(/[.:*]/g, ""));
}
