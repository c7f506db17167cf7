import { deploymentTransitions, type DeploymentState } from "@windlass/contracts/deployment-state";

/** The states in which a worker has, or may have, something to do. */
export type WorkingState = "preparing" | "planning" | "awaiting_approval" | "deploying" | "rolling_back" | "verifying";

/** Whether a worker has something to do in this state; each of these can end in `failed`. */
export function canFail(state: DeploymentState): state is WorkingState {
  return state !== "queued" && deploymentTransitions[state].some((next) => next === "failed");
}
