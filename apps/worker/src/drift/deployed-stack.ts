import type { AwsSession } from "@windlass/aws/session";
import { listStackResources, type StackResource } from "@windlass/aws/stacks/list-stack-resources";
import { readValue } from "@windlass/aws/values/read-value";
import type { KnownNames } from "@windlass/cloudformation/resolve-value";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";

/** One stack of a service as it was deployed: what its template says and what AWS made of it. */
export type DeployedStack = { stackId: string; resources: JsonObject; live: Map<string, StackResource>; names: KnownNames };

type ReadInput = { stackId: string; release: Pick<StoredRelease, "template" | "artifacts">; signal: AbortSignal };

/**
 * Reads the stack of a release and its nested ones, whose templates are kept like code.
 * @throws WindlassError
 */
export async function readDeployedStacks(aws: AwsSession, { stackId, release, signal }: ReadInput): Promise<DeployedStack[]> {
  const own = await readStack(aws, { stackId, templateText: release.template, signal });
  const stacks = [own];
  for (const artifact of release.artifacts.filter(({ kind }) => kind === "template")) {
    const nested = own.live.get(artifact.name)?.physicalId;
    if (!nested) continue;
    const stored = await readValue(aws, { source: "s3", bucket: artifact.bucket, key: artifact.key }, signal);
    if (stored) stacks.push(await readStack(aws, { stackId: nested, templateText: stored.value, signal }));
  }
  return stacks;
}

async function readStack(aws: AwsSession, { stackId, templateText, signal }: { stackId: string; templateText: string; signal: AbortSignal }): Promise<DeployedStack> {
  const template: unknown = JSON.parse(templateText);
  const resources = isJsonObject(template) && isJsonObject(template["Resources"]) ? template["Resources"] : {};
  const all = await listStackResources(aws, { stackName: stackId, signal });
  const live = new Map(all.filter(({ status }) => status !== "DELETE_COMPLETE").map((resource) => [resource.logicalId, resource]));
  return { stackId, resources, live, names: namesOf(stackId, live) };
}

/** What is known of a stack's names without asking AWS for each of them. */
function namesOf(stackId: string, live: ReadonlyMap<string, StackResource>): KnownNames {
  const [, partition = "aws", , region = "", accountId = "", path = ""] = stackId.split(":");
  const pseudo: Record<string, string> = {
    "AWS::Region": region,
    "AWS::AccountId": accountId,
    "AWS::Partition": partition,
    "AWS::StackId": stackId,
    "AWS::StackName": path.split("/")[1] ?? "",
    "AWS::URLSuffix": partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };
  const arn = (service: string, rest: string): string => `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  return {
    ref: (name) => pseudo[name] ?? live.get(name)?.physicalId ?? undefined,
    attribute: (logicalId, attribute) => {
      const resource = live.get(logicalId);
      const id = resource?.physicalId;
      if (!resource || !id) return undefined;
      return attributeOf(resource.resourceType, attribute, { id, arn, partition });
    },
  };
}

function attributeOf(type: string, attribute: string, { id, arn, partition }: { id: string; arn: (service: string, rest: string) => string; partition: string }): string | undefined {
  const lastPart = id.split(/[/:]/).at(-1) ?? "";
  switch (`${type}.${attribute}`) {
    case "AWS::Lambda::Function.Arn":
      return arn("lambda", `function:${id}`);
    case "AWS::Lambda::Version.Version":
      return lastPart;
    case "AWS::DynamoDB::Table.Arn":
      return arn("dynamodb", `table/${id}`);
    case "AWS::SQS::Queue.Arn":
      return arn("sqs", lastPart);
    case "AWS::SQS::Queue.QueueName":
    case "AWS::SNS::Topic.TopicName":
      return lastPart;
    case "AWS::S3::Bucket.Arn":
      return `arn:${partition}:s3:::${id}`;
    default:
      return undefined;
  }
}
