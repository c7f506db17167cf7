import type { AwsSession } from "@windlass/aws/session";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";

/**
 * Where the resources of a stack are, by logical id: in the stack itself (null), or in one of its nested stacks. Null when there is
 * no such stack. A service that is split asks: what is deployed must stay where it is.
 * @throws WindlassError
 */
export async function readDeployed(aws: AwsSession, stackName: string, signal: AbortSignal): Promise<Map<string, string | null> | null> {
  const stack = await describeStack(aws, stackName, signal);
  if (!stack) return null;
  const places = new Map<string, string | null>();
  const own = await liveResources(aws, stack.stackId, signal);
  // One after the other: a service has few nested stacks, and accounts are throttled.
  for (const { logicalId, physicalId, resourceType } of own) {
    if (resourceType !== "AWS::CloudFormation::Stack" || physicalId === null) continue;
    for (const inner of await liveResources(aws, physicalId, signal)) places.set(inner.logicalId, logicalId);
  }
  for (const { logicalId } of own) places.set(logicalId, null);
  return places;
}

async function liveResources(aws: AwsSession, stackName: string, signal: AbortSignal) {
  const resources = await listStackResources(aws, { stackName, signal });
  return resources.filter(({ status }) => status !== "DELETE_COMPLETE");
}
