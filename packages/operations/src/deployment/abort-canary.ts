import type { Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { readDeployment, type DeploymentAddress } from "./read-deployment.js";
import { requestCancellation } from "./request-cancellation.js";

/**
 * Gives the old versions all traffic again and puts the release before back. The same as a cancellation, for those who mean
 * the canary and nothing else. Throws `not_cancellable` when no canary shifts traffic.
 */
export async function abortCanary(context: OperationContext, address: DeploymentAddress): Promise<Deployment> {
  authorize(context, "deployment:cancel");
  const { state, canary } = await readDeployment(context, address);
  const shifting = state === "verifying" && canary !== null && canary.state !== "aborted" && canary.state !== "done";
  if (!shifting) {
    throw new WindlassError("not_cancellable", `Deployment ${address.number} shifts no traffic.`, {
      hint: "Cancel the deployment where it still runs, or roll the stage back.",
    });
  }
  return requestCancellation(context, address);
}
