import { ListStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type StackResource = {
  logicalId: string;
  physicalId: string | null;
  resourceType: string;
  status: string;
  reason: string | null;
};

/**
 * Lists all resources of a stack, by its name or id, with the state of each.
 *
 * @throws WindlassError
 */
export async function listStackResources(
  session: AwsSession,
  input: { stackName: string; signal?: AbortSignal },
): Promise<StackResource[]> {
  const resources: StackResource[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListStackResourcesCommand({
      StackName: input.stackName,
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await callAws(session, `list the resources of ${input.stackName}`, () =>
      session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
    for (const resource of answer.StackResourceSummaries ?? []) {
      resources.push({
        logicalId: resource.LogicalResourceId ?? "",
        physicalId: resource.PhysicalResourceId ? resource.PhysicalResourceId : null,
        resourceType: resource.ResourceType ?? "",
        status: resource.ResourceStatus ?? "",
        reason: resource.ResourceStatusReason ? resource.ResourceStatusReason : null,
      });
    }
    nextToken = answer.NextToken;
  } while (nextToken !== undefined);
  return resources;
}
