import { toWindlassError } from "../aws-error.js";
import type { AwsSession } from "../session.js";
import type { StackDescription } from "./describe-stack.js";
import type { StackHistory } from "./primary-action.js";
import { isOwnEvent, openStackEventReader, type OperationEvent } from "./read-stack-events.js";

/** What a stack goes through before it has worked for the first time, and when it is deleted without ever having. */
const unbornStatuses: ReadonlySet<string> = new Set([
  "REVIEW_IN_PROGRESS",
  "CREATE_IN_PROGRESS",
  "CREATE_FAILED",
  "ROLLBACK_IN_PROGRESS",
  "ROLLBACK_FAILED",
  "ROLLBACK_COMPLETE",
  "DELETE_IN_PROGRESS",
  "DELETE_FAILED",
  "DELETE_COMPLETE",
]);

/**
 * Whether a stack ever worked, by all of its own events, oldest first. `LastUpdatedTime` does not tell: CloudFormation sets it
 * for a create by change set too. Events are kept for 90 days, so that of an older stack the beginning is missing: `unknown`.
 */
export function historyOf(events: readonly OperationEvent[]): StackHistory {
  const own = events.filter(isOwnEvent);
  if (own.some(({ status }) => !unbornStatuses.has(status))) return "succeeded";
  const first = own[0];
  return first !== undefined && first === events[0] && (first.status === "REVIEW_IN_PROGRESS" || first.status === "CREATE_IN_PROGRESS") ? "never" : "unknown";
}

/** Two clocks may differ: Windlass' record of a success counts for this stack from a little before its creation on. */
const clockSkewMs = 5 * 60_000;

/**
 * Whether a stack ever worked, by its events and by what Windlass knows. `succeededAt`: when a deployment to a stack of this
 * name last succeeded; it may have been an earlier stack.
 *
 * @throws WindlassError
 */
export async function readStackHistory(
  session: AwsSession,
  input: { stack: Pick<StackDescription, "stackId" | "createdAt">; succeededAt: Date | null; signal?: AbortSignal },
): Promise<{ history: StackHistory; events: OperationEvent[] }> {
  const { stack, succeededAt, signal } = input;
  try {
    const reader = openStackEventReader(session, { stackName: stack.stackId, ...(signal ? { signal } : {}) });
    const events = await reader.read(() => false);
    const known = succeededAt !== null && succeededAt.getTime() >= stack.createdAt.getTime() - clockSkewMs;
    return { history: known ? "succeeded" : historyOf(events), events };
  } catch (error) {
    throw toWindlassError(error, `read the events of ${stack.stackId}`);
  }
}
