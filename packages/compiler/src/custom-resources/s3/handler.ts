import { createHash } from "node:crypto";
import { awsClient, call, isAwsError, type AwsClient } from "../aws-client.js";
import { handlerOf, type Place } from "../custom-resource.js";

/** `Custom::S3`: notifications of a bucket that exists, to one function. */
type Properties = {
  FunctionName: string;
  FunctionQualifier?: string;
  BucketName: string;
  BucketConfigs: { Event: string; Rules?: Record<string, string>[] }[];
};
type LambdaNotification = { Id?: string; Events: string[]; LambdaFunctionArn: string; Filter?: object };

export const handler = handlerOf<Properties>({
  physicalId: "CustomResourceExistingS3",
  async apply(properties, previous, place) {
    await allow(properties, place);
    const owners = [properties.FunctionName, ...(previous ? [previous.FunctionName] : [])];
    await rewrite(properties.BucketName, (known) => [...known.filter((item) => !isOwned(item, owners)), ...notifications(properties, place)]);
    if (previous && previous.BucketName !== properties.BucketName) await forget(previous);
  },
  async remove(properties) {
    await forget(properties);
  },
});

/** Bucket and right may be gone already, or be no longer ours to touch: the stack goes on without them. */
async function forget(properties: Properties): Promise<void> {
  const lambda = await awsClient("client-lambda", "Lambda");
  await disallow(lambda, properties);
  try {
    await rewrite(properties.BucketName, (known) => known.filter((item) => !isOwned(item, [properties.FunctionName])));
  } catch (error) {
    if (!isAwsError(error, "NoSuchBucket", "AccessDenied")) throw error;
  }
}

async function rewrite(Bucket: string, change: (known: LambdaNotification[]) => LambdaNotification[]): Promise<void> {
  const s3 = await awsClient("client-s3", "S3");
  const { $metadata: _metadata, ...configuration } = await call(s3, "getBucketNotificationConfiguration", { Bucket });
  const known = (configuration["LambdaFunctionConfigurations"] ?? []) as LambdaNotification[];
  await call(s3, "putBucketNotificationConfiguration", {
    Bucket,
    NotificationConfiguration: { ...configuration, LambdaFunctionConfigurations: change(known) },
  });
}

function notifications(properties: Properties, { partition, region, accountId }: Place): LambdaNotification[] {
  const arn = `arn:${partition}:lambda:${region}:${accountId}:function:${properties.FunctionName}`;
  return properties.BucketConfigs.map((config) => {
    const rules = (config.Rules ?? []).flatMap((rule) => Object.entries(rule).slice(0, 1)).map(([name, Value]) => ({ Name: name.toLowerCase(), Value }));
    return {
      // The same id as the reference's, so that a bucket that it set up is taken over.
      Id: `${properties.FunctionName}-${createHash("md5").update(JSON.stringify(config)).digest("hex")}`,
      Events: [config.Event],
      LambdaFunctionArn: properties.FunctionQualifier ? `${arn}:${properties.FunctionQualifier}` : arn,
      ...(rules.length > 0 ? { Filter: { Key: { FilterRules: rules } } } : {}),
    };
  });
}

function isOwned({ Id = "" }: LambdaNotification, owners: string[]): boolean {
  return owners.some((owner) => Id.startsWith(`${owner}-`) && /^[a-f0-9]{32}$/.test(Id.slice(owner.length + 1)));
}

async function allow(properties: Properties, { partition, accountId }: Place): Promise<void> {
  const lambda = await awsClient("client-lambda", "Lambda");
  await disallow(lambda, properties);
  await call(lambda, "addPermission", {
    ...statementOf(properties),
    Action: "lambda:InvokeFunction",
    Principal: "s3.amazonaws.com",
    SourceArn: `arn:${partition}:s3:::${properties.BucketName}`,
    SourceAccount: accountId,
  });
}

async function disallow(lambda: AwsClient, properties: Properties): Promise<void> {
  try {
    await call(lambda, "removePermission", statementOf(properties));
  } catch (error) {
    if (!isAwsError(error, "ResourceNotFoundException")) throw error;
  }
}

function statementOf({ FunctionName, FunctionQualifier, BucketName }: Properties): object {
  const StatementId = `${FunctionName}-${BucketName.replace(/[.:*]/g, "")}`.slice(0, 100);
  return { FunctionName, StatementId, ...(FunctionQualifier ? { Qualifier: FunctionQualifier } : {}) };
}
