import { admitDeployment } from "@windlass/operations/deployment-run/admit-deployment";
import type { WorkerServices } from "../services.js";
import type { TakenLease } from "./take-lease.js";

/**
 * Lets a queued deployment begin, and says in which state it is now. Null when its stage is busy: the end of the
 * deployment that holds it wakes this one.
 */
export async function admit(services: WorkerServices, lease: TakenLease): Promise<TakenLease | null> {
  if (lease.state !== "queued") return lease;
  const { fence } = lease.keeper;
  const admission = await admitDeployment(services.db.pool, fence);
  if (admission.outcome === "admitted") return { ...lease, state: admission.state };
  services.logger.debug({ deploymentId: fence.deploymentId, admission }, "a deployment stays queued");
  return null;
}
