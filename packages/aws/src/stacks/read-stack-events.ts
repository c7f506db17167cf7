import { DescribeStackEventsCommand, type CloudFormationClient, type StackEvent } from "@aws-sdk/client-cloudformation";
import type { StackEventPayload } from "@windlass/contracts/event";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/** A stack event with what Windlass needs beyond what it shows. */
export type OperationEvent = StackEventPayload & { stackId: string; token: string | null };

export type ReadStackEventsInput = {
  /** Name, or id: a deleted stack is found by its id only. */
  stackName: string;
  /** Reading stops behind the page whose oldest event this accepts: newest come first. */
  isEnough: (oldestFirst: OperationEvent[]) => boolean;
  signal?: AbortSignal;
  client?: CloudFormationClient;
  /** Called before each page, so that a caller can pace them. */
  beforePage?: () => void;
};

/** A read that takes longer than this is given up; the next one tells the same. */
const readTimeoutMs = 15_000;

/**
 * Reads events of a stack, oldest first, from the newest back to where `isEnough` says so.
 *
 * @throws what the SDK throws.
 */
export async function readStackEvents(session: AwsSession, input: ReadStackEventsInput): Promise<OperationEvent[]> {
  const client = input.client ?? session.cloudFormation;
  const options = { requestTimeout: readTimeoutMs, ...(input.signal ? { abortSignal: input.signal } : {}) };
  const pages: OperationEvent[][] = [];
  let nextToken: string | undefined;
  do {
    input.beforePage?.();
    const command = new DescribeStackEventsCommand({
      StackName: input.stackName,
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await withFreshCredentials(session, () => client.send(command, options));
    const page = (answer.StackEvents ?? []).map(toOperationEvent).toReversed();
    pages.unshift(page);
    nextToken = input.isEnough(page) ? undefined : answer.NextToken;
  } while (nextToken !== undefined);
  return pages.flat();
}

function toOperationEvent(event: StackEvent): OperationEvent {
  return {
    eventId: event.EventId ?? "",
    at: (event.Timestamp ?? new Date(0)).toISOString(),
    stackName: event.StackName ?? "",
    stackId: event.StackId ?? "",
    logicalId: event.LogicalResourceId ?? "",
    physicalId: event.PhysicalResourceId ? event.PhysicalResourceId : null,
    resourceType: event.ResourceType ?? "",
    status: event.ResourceStatus ?? "",
    reason: event.ResourceStatusReason ? event.ResourceStatusReason : null,
    token: event.ClientRequestToken ?? null,
  };
}

/** Whether an event is about the stack itself, not about one of its resources (nested stacks are resources of their parent). */
export function isOwnEvent(event: StackEventPayload & { stackId?: string }): boolean {
  if (event.resourceType !== "AWS::CloudFormation::Stack") return false;
  return event.logicalId === event.stackName || (event.stackId !== undefined && event.physicalId === event.stackId);
}

/** Whether an event belongs to an operation with this token; a change set that was made is not yet an operation. */
export function carriesToken(event: OperationEvent, token: string): boolean {
  return event.token === token && event.status !== "REVIEW_IN_PROGRESS";
}
