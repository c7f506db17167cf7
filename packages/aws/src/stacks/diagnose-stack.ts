import type { Obstacle, StackAction, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import type { AwsSession } from "../session.js";
import { toWindlassError } from "../aws-error.js";
import { describeStack, type StackDescription } from "./describe-stack.js";
import { findFirstFailure } from "./find-first-failure.js";
import { findObstacles } from "./find-obstacles.js";
import { primaryAction, type StackHistory } from "./primary-action.js";
import { isOwnEvent, openStackEventReader, type OperationEvent } from "./read-stack-events.js";
import { readStackHistory } from "./stack-history.js";
import { phaseOf } from "./stack-status.js";

export type DiagnoseStackInput = {
  /** Null where the stage has never had a stack. */
  stackName: string | null;
  /** When a deployment of the stage last succeeded, by Windlass' own record. */
  succeededAt: Date | null;
  signal?: AbortSignal;
};

/**
 * Says how a stack stands, why, what is in the way, and the one safe thing to do. Only reads.
 *
 * @throws WindlassError
 */
export async function diagnoseStack(session: AwsSession, input: DiagnoseStackInput): Promise<StackDiagnosis> {
  const { stackName, signal } = input;
  const stack = stackName === null ? null : await describeStack(session, stackName, signal);
  if (!stack || stack.status === "DELETE_COMPLETE") return absent(stackName);
  const { history, events } = await readStackHistory(session, { stack, succeededAt: input.succeededAt, ...(signal ? { signal } : {}) });
  const action = primaryAction(stack.status, history);
  const scope = { stackId: stack.stackId, action, ...(signal ? { signal } : {}) };
  const obstacles = await findObstacles(session, scope);
  const failed = phaseOf(stack.status) === "failed" || phaseOf(stack.status) === "rolled_back";
  const cause = failed ? await findCause(session, { events: lastOperation(events), ...(signal ? { signal } : {}) }) : null;
  const own = events.findLast((event) => isOwnEvent(event) && event.status === stack.status);
  return {
    stackName: stack.stackName,
    stackId: stack.stackId,
    status: stack.status,
    since: own?.at ?? (stack.updatedAt ?? stack.createdAt).toISOString(),
    reason: stack.statusReason ?? own?.reason ?? null,
    action,
    explanation: explain(action, stack, history),
    history,
    cause,
    obstacles,
    notes: notesOn(action, obstacles, stack),
  };
}

function absent(stackName: string | null): StackDiagnosis {
  const explanation = stackName === null ? "The stage was never deployed." : `There is no stack ${stackName}: the next deployment creates it.`;
  return { stackName, stackId: null, status: null, since: null, reason: null, action: "deploy", explanation, history: "never", cause: null, obstacles: [], notes: [] };
}

/** The events from the beginning of the last operation on. A roll-back belongs to what it rolls back. */
function lastOperation(events: readonly OperationEvent[]): readonly OperationEvent[] {
  const begins = events.findLastIndex((event) => isOwnEvent(event) && /^(?:CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(event.status));
  return events.slice(Math.max(0, begins));
}

/** The first failure, with the events of the nested stacks that the operation touched. */
async function findCause(session: AwsSession, input: { events: readonly OperationEvent[]; signal?: AbortSignal }): Promise<StackDiagnosis["cause"]> {
  const { events, signal } = input;
  const [first] = events;
  if (!first) return null;
  const all = [...events];
  const seen = new Set<string>([first.stackId]);
  const queue = failedNested(events);
  try {
    for (let stackId = queue.shift(); stackId !== undefined; stackId = queue.shift()) {
      if (seen.has(stackId)) continue;
      seen.add(stackId);
      const reader = openStackEventReader(session, { stackName: stackId, ...(signal ? { signal } : {}) });
      const inside = await reader.read((page) => page.some((event) => Date.parse(event.at) < Date.parse(first.at)));
      const fresh = inside.filter((event) => Date.parse(event.at) >= Date.parse(first.at));
      all.push(...fresh);
      queue.push(...failedNested(fresh));
    }
  } catch (error) {
    throw toWindlassError(error, `read the events of a stack nested in ${first.stackName}`);
  }
  const found = findFirstFailure(all);
  if (found === null) return null;
  const { nestedIn: _nestedIn, ...cause } = found;
  return cause;
}

function failedNested(events: readonly OperationEvent[]): string[] {
  return events.flatMap((event) =>
    event.resourceType === "AWS::CloudFormation::Stack" && !isOwnEvent(event) && event.status.endsWith("_FAILED") && event.physicalId?.startsWith("arn:") ? [event.physicalId] : [],
  );
}

function explain(action: StackAction, stack: StackDescription, history: StackHistory): string {
  const { status, stackName } = stack;
  switch (action) {
    case "deploy":
      return phaseOf(status) === "done" ? "Nothing is in the way." : "The stack is as it was before the last operation: repair what failed and deploy again.";
    case "wait":
      return `CloudFormation is at work on ${stackName} (${status}). Deployments wait for its end by themselves.`;
    case "continue_rollback":
      return `An update of ${stackName} failed, and so did putting it back. Repair what is named below and continue the roll-back; skip only what cannot be repaired.`;
    case "delete_failed_create":
      return `The first create of ${stackName} failed, so it never worked: it can be deleted, and the next deployment creates it anew.`;
    case "clean_review":
      return `${stackName} holds nothing but change sets that were never executed.`;
    case "retry_deletion":
      return `A deletion of ${stackName} stopped half-way. Decide what becomes of the resources in its way, then it goes on.`;
    case "by_hand":
      return history === "never"
        ? `CloudFormation has no safe way out of ${status}: repair the stack in its console.`
        : `${stackName} is in ${status} and ${history === "succeeded" ? "has worked before" : "may have worked before: its first events are no longer kept"}, so Windlass does not delete it: repair it in CloudFormation's console.`;
  }
}

function notesOn(action: StackAction, obstacles: readonly Obstacle[], stack: StackDescription): string[] {
  const notes: string[] = [];
  if (action === "continue_rollback") notes.push("What is skipped stays as it is and is taken for rolled back: the next deployment may have to put it right.");
  if (action === "retry_deletion") notes.push("What is retained stays in AWS without a stack, and keeps its name.");
  if (action === "delete_failed_create" && obstacles.some(({ stateful }) => stateful)) notes.push("Some of what is left can hold data. It is deleted with the stack.");
  if (stack.terminationProtection && (action === "retry_deletion" || action === "delete_failed_create")) notes.push("Termination protection is on: turn it off in CloudFormation first.");
  return notes;
}
