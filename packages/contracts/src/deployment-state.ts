import { z } from "zod";

/** Every state a deployment can be in. The order is the order of a deployment that goes well. */
export const deploymentStates = [
  "queued",
  "preparing",
  "planning",
  "awaiting_approval",
  "deploying",
  "verifying",
  "rolling_back",
  "succeeded",
  "failed",
  "rolled_back",
  "rejected",
  "cancelled",
  "superseded",
] as const;

export const deploymentStateSchema = z.enum(deploymentStates);
export type DeploymentState = z.infer<typeof deploymentStateSchema>;

/**
 * The state machine of a deployment: from each state, the states it may move to.
 *
 * A rollback and a removal have nothing to prepare, so they leave `queued` for `planning`. A plan that no longer fits the
 * stack when its approval arrives is made anew: `awaiting_approval` goes back to `planning`.
 * The API's allowed actions, the UI's buttons and the worker's steps all come from this table.
 */
export const deploymentTransitions = {
  queued: ["preparing", "planning", "cancelled", "superseded", "failed"],
  preparing: ["planning", "failed", "cancelled"],
  planning: ["awaiting_approval", "deploying", "succeeded", "failed", "cancelled"],
  awaiting_approval: ["deploying", "planning", "rejected", "cancelled", "superseded", "failed"],
  deploying: ["verifying", "rolling_back", "failed"],
  verifying: ["succeeded", "rolling_back", "failed"],
  rolling_back: ["rolled_back", "failed"],
  succeeded: [],
  failed: [],
  rolled_back: [],
  rejected: [],
  cancelled: [],
  superseded: [],
} as const satisfies Record<DeploymentState, readonly DeploymentState[]>;

/** The states that `From` may move to; an illegal target does not compile. */
export type NextState<From extends DeploymentState> = (typeof deploymentTransitions)[From][number];

/** One legal move of the state machine, as a pair. */
export type Transition = {
  [From in DeploymentState]: { from: From; to: NextState<From> };
}[DeploymentState];

/** The states that hold the stage: at most one deployment of a stage is in one of them. */
export const activeStates = [
  "preparing",
  "planning",
  "awaiting_approval",
  "deploying",
  "verifying",
  "rolling_back",
] as const satisfies readonly DeploymentState[];

/** The states of what waits or runs. */
export const openStates = ["queued", ...activeStates] as const satisfies readonly DeploymentState[];

/** The states from which nothing follows. */
export const terminalStates = [
  "succeeded",
  "failed",
  "rolled_back",
  "rejected",
  "cancelled",
  "superseded",
] as const satisfies readonly DeploymentState[];

export type ActiveState = (typeof activeStates)[number];
export type TerminalState = (typeof terminalStates)[number];

export function isTerminal(state: DeploymentState): state is TerminalState {
  return deploymentTransitions[state].length === 0;
}

export function isActive(state: DeploymentState): state is ActiveState {
  return activeStates.some((active) => active === state);
}

/**
 * Whether a cancellation may be asked for. While CloudFormation is at work (`deploying`) a cancellation means
 * `CancelUpdateStack`, while guards watch (`verifying`) it means that the release before is put back; both end
 * `rolled_back`. A roll-back under way cannot be cancelled.
 */
export function isCancellable(state: DeploymentState): boolean {
  return state === "deploying" || state === "verifying" || deploymentTransitions[state].some((next) => next === "cancelled");
}
