import type { DeploymentState } from "@windlass/contracts/deployment-state";

/** What cancelling does to a deployment in a state: the button's text and what it says before it acts. */
export function cancelWords(state: DeploymentState): { button: string; effect: string } {
  if (state === "deploying") {
    return {
      button: "Stop and undo",
      effect: "CloudFormation stops and puts back what it changed so far. The deployment ends “Rolled back”, and the stage keeps the release it had.",
    };
  }
  if (state === "verifying") {
    return {
      button: "Put the release before back",
      effect: "The guards stop watching, traffic goes back to the old versions, and the release before is put back. The deployment ends “Rolled back”. A stage's first release has none before it: then nothing is deleted and the deployment ends “Failed”.",
    };
  }
  if (state === "queued") {
    return { button: "Take out of the queue", effect: "It has not begun. Nothing in AWS is touched, and the next deployment in the queue moves up." };
  }
  return { button: "Stop the deployment", effect: "It stops at the next safe place. Nothing in AWS has changed yet, so the stage keeps the release it has." };
}
