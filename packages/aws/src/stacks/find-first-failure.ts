import { classifyFailure } from "@windlass/cloudformation/failure/classify-failure";
import type { FailedResource } from "@windlass/contracts/error";
import type { StackEventPayload } from "@windlass/contracts/event";
import { isOwnEvent } from "./read-stack-events.js";

const failedStatuses: ReadonlySet<string> = new Set(["CREATE_FAILED", "UPDATE_FAILED", "DELETE_FAILED", "IMPORT_FAILED"]);
const failedOwnStatuses: ReadonlySet<string> = new Set([
  ...failedStatuses,
  "ROLLBACK_IN_PROGRESS",
  "UPDATE_ROLLBACK_IN_PROGRESS",
  "IMPORT_ROLLBACK_IN_PROGRESS",
]);

/** What CloudFormation says of resources that it stopped because another one failed. */
const cancelled = /^Resource (creation|update|deletion|import) (?:was )?cancell?ed|^Operation cancell?ed/i;
/** What it says of a nested stack in which something failed. */
const embedded = /^Embedded stack .* was not successfully |^Nested stack .* failed/i;
/** What it says when a person asked for the roll-back. */
const byPerson = /^User Initiated|cancel/i;

/** `nestedIn`: the logical ids of the nested stacks around the resource, from the outermost. */
export type FirstFailure = FailedResource & { nestedIn: string[] };

/**
 * Finds the cause among the events of one operation, its nested stacks' included: the earliest resource that failed by itself.
 * Resources stopped because of it, and the nested stacks around it, follow from it. Where no resource failed, the
 * stack's own reason counts (a time-out, a hook); null when there is none, or a person cancelled.
 *
 * `events` are in the order in which they happened, as far as a stack's own go.
 */
export function findFirstFailure(events: readonly StackEventPayload[]): FirstFailure | null {
  const inOrder = events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const failed = inOrder.filter((event) => failedStatuses.has(event.status) && !isOwnEvent(event) && !cancelled.test(event.reason ?? ""));
  const cause = failed.find((event) => !embedded.test(event.reason ?? "") && !isAround(event, failed, inOrder)) ?? failed[0] ?? inOrder.find(isOwnFailure);
  if (!cause) return null;
  const { stackName, logicalId, resourceType, status } = cause;
  const reason = cause.reason ?? "CloudFormation gave no reason.";
  return {
    stackName,
    logicalId,
    resourceType,
    status,
    reason,
    ...classifyFailure({ logicalId, resourceType, reason }),
    place: null,
    nestedIn: nestedStacksAround(stackName, inOrder),
  };
}

/** The resources that a nested stack is in its parents, from the outermost; none for the stack itself. */
function nestedStacksAround(stackName: string, events: readonly StackEventPayload[]): string[] {
  const around: string[] = [];
  for (let inner = stackName; ; ) {
    const parent = events.find((event) => event.stackName !== inner && event.physicalId?.includes(`:stack/${inner}/`));
    // A stack cannot be inside itself, whatever the events say.
    if (!parent || around.includes(parent.logicalId)) return around;
    around.unshift(parent.logicalId);
    inner = parent.stackName;
  }
}

/** Whether the event is about a nested stack in which one of `failed` happened: its time may be the same to the millisecond. */
function isAround(event: StackEventPayload, failed: readonly StackEventPayload[], all: readonly StackEventPayload[]): boolean {
  if (event.resourceType !== "AWS::CloudFormation::Stack") return false;
  // The event of the failure itself need not carry the nested stack's id; others about the same resource do.
  const ids = all.filter((other) => other.stackName === event.stackName && other.logicalId === event.logicalId).map(({ physicalId }) => physicalId);
  return failed.some((inner) => inner !== event && ids.some((id) => id?.includes(`:stack/${inner.stackName}/`)));
}

function isOwnFailure(event: StackEventPayload): boolean {
  return isOwnEvent(event) && failedOwnStatuses.has(event.status) && event.reason !== null && !byPerson.test(event.reason);
}
