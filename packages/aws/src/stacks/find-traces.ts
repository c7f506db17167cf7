import { ResourceGroupsTaggingAPIClient, GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { WindlassError } from "@windlass/contracts/error";
import type { Leftover } from "@windlass/contracts/removal";
import { countVersions } from "../artifacts/count-versions.js";
import { nameOf, statusOf, toWindlassError } from "../aws-error.js";
import { callAws, withFreshCredentials } from "../call-aws.js";
import { logGroupOf } from "../logs/log-groups.js";
import type { AwsSession } from "../session.js";
import { describeStack } from "./describe-stack.js";

export type TraceInput = { stackName: string; signal: AbortSignal };
/** `tagsSeen`: false where the role may not look for tags, so that nothing is known of what only they would tell. */
export type Traces = { left: Leftover[]; tagsSeen: boolean };

/**
 * Looks for what is left of a stack that was deleted, without knowing what was in it: the stack by its name, log groups that begin with its name, and
 * whatever CloudFormation has tagged with it. The tags of something deleted can be found for a while longer; where it can be looked
 * at, that decides.
 *
 * @throws WindlassError
 */
export async function findTraces(session: AwsSession, input: TraceInput): Promise<Traces> {
  const stack = await describeStack(session, input.stackName, input.signal);
  const found: Leftover[] = stack === null || stack.status === "DELETE_COMPLETE" ? [] : [left("stack", stack.stackId)];
  found.push(...(await findNamedLogGroups(session, input)));
  const tagged = await findTagged(session, input);
  for (const arn of tagged ?? []) {
    const trace = toLeftover(arn);
    if (await isThere(session, trace, input.signal)) found.push(trace);
  }
  return { left: [...new Map(found.map((trace) => [`${trace.kind} ${trace.name}`, trace])).values()], tagsSeen: tagged !== null };
}

function left(kind: Leftover["kind"], name: string): Leftover {
  return { kind, name, logicalId: null, state: "left" };
}

async function findNamedLogGroups(session: AwsSession, { stackName, signal }: TraceInput): Promise<Leftover[]> {
  const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: `${logGroupOf(stackName)}-`, limit: 50 });
  const { logGroups } = await callAws(session, "list log groups", () => session.logs.send(command, { abortSignal: signal }));
  return (logGroups ?? []).flatMap(({ logGroupName }) => (logGroupName === undefined ? [] : [left("log_group", logGroupName)]));
}

/** Null where the role may not ask. */
async function findTagged(session: AwsSession, { stackName, signal }: TraceInput): Promise<string[] | null> {
  const client = new ResourceGroupsTaggingAPIClient({ region: session.region, credentials: session.credentials.provide, ...(session.endpointUrl === null ? {} : { endpoint: session.endpointUrl }) });
  const arns: string[] = [];
  try {
    let PaginationToken: string | undefined;
    do {
      const command = new GetResourcesCommand({ TagFilters: [{ Key: "aws:cloudformation:stack-name", Values: [stackName] }], ...(PaginationToken ? { PaginationToken } : {}) });
      const answer = await callAws(session, "look for tagged resources", () => client.send(command, { abortSignal: signal }));
      for (const { ResourceARN } of answer.ResourceTagMappingList ?? []) if (ResourceARN !== undefined) arns.push(ResourceARN);
      PaginationToken = answer.PaginationToken;
    } while (PaginationToken !== undefined && PaginationToken !== "");
    return arns;
  } catch (error) {
    if (error instanceof WindlassError && error.code === "aws_denied") return null;
    throw error;
  } finally {
    client.destroy();
  }
}

function toLeftover(arn: string): Leftover {
  const [, , service = "", , , ...rest] = arn.split(":");
  const name = rest.join(":");
  if (service === "s3") return left("bucket", name);
  if (service === "logs" && name.startsWith("log-group:")) return left("log_group", name.slice("log-group:".length).replace(/:\*$/, ""));
  return left(service === "cloudformation" ? "stack" : "resource", arn);
}

async function isThere(session: AwsSession, { kind, name }: Leftover, signal: AbortSignal): Promise<boolean> {
  if (kind === "bucket") return (await countVersions(session, { bucket: name, signal })) !== null;
  if (kind === "stack") {
    const stack = await describeStack(session, name, signal);
    return stack !== null && stack.status !== "DELETE_COMPLETE";
  }
  if (kind === "log_group") return hasLogGroup(session, name, signal);
  return name.split(":")[2] === "lambda" && name.split(":")[5] === "function" ? hasFunction(session, name, signal) : true;
}

async function hasLogGroup(session: AwsSession, name: string, signal: AbortSignal): Promise<boolean> {
  const { logGroups } = await callAws(session, "list log groups", () => session.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }), { abortSignal: signal }));
  return (logGroups ?? []).some(({ logGroupName }) => logGroupName === name);
}

async function hasFunction(session: AwsSession, arn: string, signal: AbortSignal): Promise<boolean> {
  try {
    await withFreshCredentials(session, () => session.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: arn }), { abortSignal: signal }));
    return true;
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException" || statusOf(error) === 404) return false;
    throw toWindlassError(error, `look for the function ${arn}`);
  }
}
