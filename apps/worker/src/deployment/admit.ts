import { admitDeployment } from "@windlass/operations/deployment-run/admit-deployment";
import type { WorkerServices } from "../services.js";
import type { TakenLease } from "./take-lease.js";

/**
 * Lets a queued deployment begin, and says in which state it is now. Null when its stage is busy or held: the end of the
 * deployment in its way, or of the freeze, wakes this one.
 */
export async function admit(services: WorkerServices, lease: TakenLease): Promise<TakenLease | null> {
  if (lease.state !== "queued") return lease;
  const { fence } = lease.keeper;
  const admission = await admitDeployment(services.db.pool, fence);
  if (admission.outcome === "admitted") return { ...lease, state: admission.state };
  if (admission.outcome === "held" && admission.until !== null) services.lookAgainAt(lookTime(admission.until));
  services.logger.debug({ deploymentId: fence.deploymentId, admission }, "a deployment stays queued");
  return null;
}

/** What was asked for just now is looked for only after its grace. */
const graceMs = 5_500;

function lookTime(until: string): Date {
  return new Date(Math.max(Date.parse(until), Date.now() + graceMs));
}
