import { activeStates, openStates, type DeploymentState } from "@windlass/contracts/deployment-state";

const listOf = (states: readonly DeploymentState[]): string => states.map((state) => `'${state}'`).join(", ");

/** States as SQL lists them, word for word as the partial indexes `deployments_one_active_per_stage` and `deployments_open` do. */
export const activeStateList = listOf(activeStates);
export const openStateList = listOf(openStates);
