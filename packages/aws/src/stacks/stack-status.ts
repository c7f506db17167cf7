import type { StackStatus } from "@aws-sdk/client-cloudformation";

export type { StackStatus };

/** How an operation stands: still going, ended as asked, ended as it was before, ended badly, or nothing there. */
export type StackPhase = "in_progress" | "done" | "rolled_back" | "failed" | "absent";

/** The one safe thing to do before the next deployment. */
export type NextAction =
  /** Make a change set of type CREATE. */
  | "create"
  /** Make a change set of type UPDATE. */
  | "update"
  /** Somebody is at work: wait until the status is another. */
  | "wait"
  /** A first create that never completed: delete it, then create. */
  | "delete_then_create"
  /** A stack that has only change sets: delete ours, then create. */
  | "clean_review"
  /** Needs `ContinueUpdateRollback`, and a person who decides which resources to skip. */
  | "continue_rollback"
  /** A deletion stopped half-way: a person decides what to keep. */
  | "decide_deletion"
  /** CloudFormation has no operation that leads out of it without loss: a person repairs it there. */
  | "by_hand";

/** Every state that a stack can be in, what it means for the operation that led there, and what is safe next. */
export const stackStatuses = {
  REVIEW_IN_PROGRESS: { phase: "absent", nextAction: "clean_review" },
  CREATE_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  CREATE_COMPLETE: { phase: "done", nextAction: "update" },
  CREATE_FAILED: { phase: "failed", nextAction: "delete_then_create" },
  ROLLBACK_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  ROLLBACK_COMPLETE: { phase: "rolled_back", nextAction: "delete_then_create" },
  ROLLBACK_FAILED: { phase: "failed", nextAction: "delete_then_create" },
  UPDATE_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  UPDATE_COMPLETE: { phase: "done", nextAction: "update" },
  UPDATE_FAILED: { phase: "failed", nextAction: "update" },
  UPDATE_ROLLBACK_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  UPDATE_ROLLBACK_COMPLETE: { phase: "rolled_back", nextAction: "update" },
  UPDATE_ROLLBACK_FAILED: { phase: "failed", nextAction: "continue_rollback" },
  IMPORT_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  IMPORT_COMPLETE: { phase: "done", nextAction: "update" },
  IMPORT_ROLLBACK_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  IMPORT_ROLLBACK_COMPLETE: { phase: "rolled_back", nextAction: "update" },
  IMPORT_ROLLBACK_FAILED: { phase: "failed", nextAction: "by_hand" },
  DELETE_IN_PROGRESS: { phase: "in_progress", nextAction: "wait" },
  DELETE_COMPLETE: { phase: "absent", nextAction: "create" },
  DELETE_FAILED: { phase: "failed", nextAction: "decide_deletion" },
} as const satisfies Record<StackStatus, { phase: StackPhase; nextAction: NextAction }>;

export function isStackStatus(status: string): status is StackStatus {
  return Object.hasOwn(stackStatuses, status);
}

/** The phase of a status; one that AWS adds one day counts as in progress when it says so, else as failed. */
export function phaseOf(status: string): StackPhase {
  if (isStackStatus(status)) return stackStatuses[status].phase;
  return status.endsWith("_IN_PROGRESS") ? "in_progress" : "failed";
}
