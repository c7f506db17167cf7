import { isStateful } from "@windlass/cloudformation/stateful-types";
import type { AwsSession } from "../session.js";
import { deleteOwnChangeSets } from "./delete-own-change-sets.js";
import { deleteStack } from "./delete-stack.js";
import { describeStack, type StackDescription } from "./describe-stack.js";
import { listStackResources, type StackResource } from "./list-stack-resources.js";
import { readStackHistory } from "./stack-history.js";
import { stackStatuses, type StackStatus } from "./stack-status.js";
import { watchStack } from "./watch-stack.js";

export type PrepareStackInput = {
  stackName: string;
  /** Token of the deployment, which is also its change set's name; a clean-up deletion carries it with `-cleanup` behind it. */
  token: string;
  signal?: AbortSignal;
  /** Told what is done, in one line each. */
  report?: (text: string) => void;
};

export type PrepareStackOutcome =
  /** A change set can be made. `stackId` is null where there is no stack yet. */
  | { outcome: "ready"; operation: "create" | "update"; stackId: string | null }
  /** Somebody else is at work on it: try again later. */
  | { outcome: "busy"; status: StackStatus; stackId: string; message: string }
  /** A person must decide first. `resources` are the logical ids in the way. */
  | Stuck;

type Stuck = { outcome: "stuck"; status: StackStatus; stackId: string; message: string; hint: string; resources: string[] };

/**
 * Brings a stack into a state in which a change set can be made: deletes a first create that never completed, and the
 * leftovers of change sets that were never executed. A stack that ever completed is never deleted.
 *
 * @throws WindlassError
 */
export async function prepareStack(session: AwsSession, input: PrepareStackInput): Promise<PrepareStackOutcome> {
  const stack = await describeStack(session, input.stackName, input.signal);
  if (!stack) return { outcome: "ready", operation: "create", stackId: null };
  const { nextAction } = stackStatuses[stack.status];
  switch (nextAction) {
    case "create":
      return { outcome: "ready", operation: "create", stackId: null };
    case "update":
      return { outcome: "ready", operation: "update", stackId: stack.stackId };
    case "wait":
      return busy(stack);
    case "clean_review":
      return cleanReview(session, input, stack);
    case "delete_then_create":
      return deleteUnborn(session, input, stack);
    case "continue_rollback":
      return stuckRollback(session, input, stack);
    case "decide_deletion":
      return stuckDeletion(session, input, stack);
    case "by_hand":
      return byHand(stack);
  }
}

function busy(stack: StackDescription): PrepareStackOutcome {
  const { status, stackId, stackName } = stack;
  return { outcome: "busy", status, stackId, message: `The stack ${stackName} is being changed by somebody else (${status}).` };
}

async function cleanReview(session: AwsSession, input: PrepareStackInput, stack: StackDescription): Promise<PrepareStackOutcome> {
  const { token, signal } = input;
  const deleted = await deleteOwnChangeSets(session, { stackName: stack.stackId, keep: token, ...(signal ? { signal } : {}) });
  if (deleted > 0) input.report?.(`Deleted ${deleted} change set${deleted === 1 ? "" : "s"} that were never executed.`);
  return { outcome: "ready", operation: "create", stackId: stack.stackId };
}

function byHand(stack: StackDescription): Stuck {
  return {
    ...stuckOn(stack, []),
    message: `The stack ${stack.stackName} is in ${stack.status}, and CloudFormation has no safe way out of it.`,
    hint: "Repair the stack in CloudFormation's console, then deploy again.",
  };
}

/**
 * The stack's first create failed, so it holds nothing that was ever in use; but where a roll-back failed too, data may be left.
 * That it never worked must be known, not just likely: nothing brings a stack back.
 */
async function deleteUnborn(session: AwsSession, input: PrepareStackInput, stack: StackDescription): Promise<PrepareStackOutcome> {
  const { history } = await readStackHistory(session, { stack, succeededAt: null, ...(input.signal ? { signal: input.signal } : {}) });
  if (history !== "never") {
    return {
      ...stuckOn(stack, []),
      message: `The stack ${stack.stackName} is in ${stack.status}, and has or may have worked before, so Windlass does not delete it.`,
      hint: "See the stage page, and repair the stack in CloudFormation's console.",
    };
  }
  if (stack.status !== "ROLLBACK_COMPLETE") {
    const left = await listLeft(session, input, stack);
    const data = left.filter((resource) => isStateful(resource.resourceType) && resource.status.endsWith("_COMPLETE"));
    if (data.length > 0) return unbornWithData(stack, data);
  }
  input.report?.(`The first create of ${stack.stackName} never completed (${stack.status}): deleting what is left of it.`);
  const token = `${input.token}-cleanup`;
  const { signal } = input;
  await deleteStack(session, { stackName: stack.stackId, clientRequestToken: token, ...(signal ? { signal } : {}) });
  const { phase } = await watchStack(session, {
    stackId: stack.stackId,
    token,
    onEvents: () => undefined,
    ...(signal ? { signal } : {}),
  });
  if (phase === "absent") return { outcome: "ready", operation: "create", stackId: null };
  return stuckDeletion(session, input, { ...stack, status: "DELETE_FAILED" });
}

function unbornWithData(stack: StackDescription, data: readonly StackResource[]): Stuck {
  return {
    ...stuckOn(stack, data),
    message: `The first create of ${stack.stackName} ended ${stack.status} and left ${names(data)}, which may hold data.`,
    hint: "Once the data is safe let the stage page's doctor delete the stack, then deploy again.",
  };
}

async function stuckRollback(session: AwsSession, input: PrepareStackInput, stack: StackDescription): Promise<Stuck> {
  const failed = (await listLeft(session, input, stack)).filter((resource) => resource.status === "UPDATE_FAILED");
  return {
    ...stuckOn(stack, failed),
    message: `The last roll-back of ${stack.stackName} failed (${stack.status})${reasons(failed)}.`,
    hint: "Repair what the reason names, then let the stage page's doctor continue the roll-back, skipping only what cannot be repaired.",
  };
}

async function stuckDeletion(session: AwsSession, input: PrepareStackInput, stack: StackDescription): Promise<Stuck> {
  const failed = (await listLeft(session, input, stack)).filter((resource) => resource.status === "DELETE_FAILED");
  return {
    ...stuckOn(stack, failed),
    message: `The deletion of ${stack.stackName} did not finish (${stack.status})${reasons(failed)}.`,
    hint: "The stage page's doctor goes on with it: empty or keep what the reason names there.",
  };
}

function listLeft(session: AwsSession, input: PrepareStackInput, stack: StackDescription): Promise<StackResource[]> {
  return listStackResources(session, { stackName: stack.stackId, ...(input.signal ? { signal: input.signal } : {}) });
}

function stuckOn(stack: StackDescription, resources: readonly StackResource[]): Pick<Stuck, "outcome" | "status" | "stackId" | "resources"> {
  return { outcome: "stuck", status: stack.status, stackId: stack.stackId, resources: resources.map(({ logicalId }) => logicalId) };
}

function names(resources: readonly StackResource[]): string {
  return resources.map(({ logicalId }) => logicalId).join(", ");
}

function reasons(failed: readonly StackResource[]): string {
  if (failed.length === 0) return "";
  return `: ${failed.map(({ logicalId, reason }) => (reason === null ? logicalId : `${logicalId} (${reason})`)).join("; ")}`;
}
