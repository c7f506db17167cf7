import type { DeploymentKind } from "./deployment-kind.js";
import type { DeploymentState } from "./deployment-state.js";

/** What a cancellation does in the state that a deployment is in, said before it is asked for. */
export type Cancellation =
  | { allowed: true; button: string; effect: string; ends: DeploymentState }
  | { allowed: false; why: string };

const nothingChanged = "Nothing in AWS has changed yet, so the stage keeps the release it has.";

const effects = {
  queued: {
    allowed: true,
    button: "Take out of the queue",
    effect: "It has not begun. Nothing in AWS is touched, and the next deployment in the queue moves up.",
    ends: "cancelled",
  },
  preparing: { allowed: true, button: "Stop the deployment", effect: `The build is ended. ${nothingChanged}`, ends: "cancelled" },
  planning: {
    allowed: true,
    button: "Stop the deployment",
    effect: `Its change set is deleted. ${nothingChanged}`,
    ends: "cancelled",
  },
  awaiting_approval: {
    allowed: true,
    button: "Withdraw the deployment",
    effect: `It ends at once, and its change set is deleted. ${nothingChanged}`,
    ends: "cancelled",
  },
  deploying: {
    allowed: true,
    button: "Stop and undo",
    effect:
      "CloudFormation is asked to stop and to put back what it changed so far: the deployment ends “Rolled back”, and the stage keeps the release it had. " +
      "Where CloudFormation is past the point at which it can be stopped, the deployment goes on to its end and says so.",
    ends: "rolled_back",
  },
  verifying: {
    allowed: true,
    button: "Put the release before back",
    effect:
      "The guards stop watching, traffic goes back to the old versions, and the release before is put back. The deployment ends “Rolled back”. " +
      "A stage's first release has none before it: then nothing is deleted and the deployment ends “Failed”.",
    ends: "rolled_back",
  },
  rolling_back: { allowed: false, why: "It is rolling back already: stopping that would leave the stack between two releases." },
  succeeded: ended("has succeeded"),
  failed: ended("has failed"),
  rolled_back: ended("was rolled back"),
  rejected: ended("was rejected"),
  cancelled: ended("was cancelled"),
  superseded: ended("was superseded"),
} as const satisfies Record<DeploymentState, Cancellation>;

function ended(how: string): Cancellation {
  return { allowed: false, why: `It ${how} already.` };
}

/**
 * The one table of what a cancellation does, by state and kind: the API's answer, the page's dialog and the command line
 * read it. See decision 0013.
 */
export function cancellationOf({ state, kind }: { state: DeploymentState; kind: DeploymentKind }): Cancellation {
  if (kind === "remove" && (state === "deploying" || state === "verifying")) {
    return { allowed: false, why: "The stack is being deleted, and CloudFormation cannot stop a deletion: it goes on." };
  }
  if (kind === "repair" && (state === "deploying" || state === "verifying")) {
    return { allowed: false, why: "The stack is being repaired: stopping half-way would leave it as stuck as before." };
  }
  return effects[state];
}
