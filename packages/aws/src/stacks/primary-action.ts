import type { StackAction, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { isStackStatus, phaseOf, stackStatuses } from "./stack-status.js";

export type StackHistory = StackDiagnosis["history"];

/**
 * The one safe action for a stack in this status (null: there is no stack). Deleting it is offered only where its first create
 * failed and it is known never to have worked; a deletion that somebody began is gone on with, never begun.
 */
export function primaryAction(status: string | null, history: StackHistory): StackAction {
  if (status === null) return "deploy";
  if (!isStackStatus(status)) return phaseOf(status) === "in_progress" ? "wait" : "by_hand";
  const { nextAction } = stackStatuses[status];
  switch (nextAction) {
    case "create":
    case "update":
      return "deploy";
    case "wait":
    case "by_hand":
    case "continue_rollback":
      return nextAction;
    case "clean_review":
      return history === "succeeded" ? "by_hand" : "clean_review";
    case "delete_then_create":
      return history === "never" ? "delete_failed_create" : "by_hand";
    case "decide_deletion":
      return "retry_deletion";
  }
}
