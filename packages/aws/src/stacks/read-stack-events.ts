import { DescribeStackEventsCommand, type CloudFormationClient, type StackEvent } from "@aws-sdk/client-cloudformation";
import type { StackEventPayload } from "@windlass/contracts/event";
import { isTransient } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/** A stack event with what Windlass needs beyond what it shows. */
export type OperationEvent = StackEventPayload & { stackId: string; token: string | null };

export type StackEventReaderOptions = {
  /** Name, or id: a deleted stack is found by its id only. */
  stackName: string;
  signal?: AbortSignal;
  client?: CloudFormationClient;
  /** Called before each page, so that a caller can pace them. */
  beforePage?: () => void;
};

/** Reads a stack's events, which come newest first and in pages. */
export type StackEventReader = {
  /**
   * Reads from the newest event back to the page that `isEnough`, and returns them oldest first. After a failure the next call
   * goes on with the page that failed, so that reading gets on however many pages fail; what happened meanwhile is for the call after.
   *
   * @throws what the SDK throws.
   */
  read(isEnough: (page: readonly OperationEvent[]) => boolean): Promise<OperationEvent[]>;
};

/** A read that takes longer than this is given up; the next one tells the same. */
const readTimeoutMs = 15_000;

export function openStackEventReader(session: AwsSession, options: StackEventReaderOptions): StackEventReader {
  let pages: OperationEvent[][] = [];
  let nextToken: string | undefined;
  const readPage = async (): Promise<{ page: OperationEvent[]; next: string | undefined }> => {
    options.beforePage?.();
    const client = options.client ?? session.cloudFormation;
    const command = new DescribeStackEventsCommand({
      StackName: options.stackName,
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await withFreshCredentials(session, () =>
      client.send(command, { requestTimeout: readTimeoutMs, ...(options.signal ? { abortSignal: options.signal } : {}) }),
    );
    return { page: (answer.StackEvents ?? []).map(toOperationEvent).toReversed(), next: answer.NextToken };
  };
  const startOver = (): void => {
    pages = [];
    nextToken = undefined;
  };
  return {
    async read(isEnough) {
      try {
        do {
          const { page, next } = await readPage();
          pages.unshift(page);
          nextToken = isEnough(page) ? undefined : next;
        } while (nextToken !== undefined);
      } catch (error) {
        // A place in the pages that AWS no longer takes must not be asked for again.
        if (!isTransient(error)) startOver();
        throw error;
      }
      const events = pages.flat();
      startOver();
      return events;
    },
  };
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
