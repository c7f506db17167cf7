import { loadRun } from "@windlass/operations/deployment-run/load-run";
import type { WorkerServices } from "../services.js";
import { openRunMasker } from "./masker.js";
import { openRunContext, type RunContext } from "./run-context.js";
import type { TakenLease } from "./take-lease.js";

/** Reads the deployment and puts together what its steps need. Null when it was deleted with its stage. */
export async function openRun(services: WorkerServices, lease: TakenLease): Promise<RunContext | null> {
  const { keeper, previousOwner, takeovers } = lease;
  // Somebody may have asked to cancel while nobody held the deployment.
  const [run] = await Promise.all([loadRun(services.db, services.keyring, keeper.fence.deploymentId), keeper.check()]);
  if (!run) return null;
  const masker = await openRunMasker(services, run);
  const context = openRunContext({ services, lease: keeper, run, takeovers, masker });
  if (previousOwner !== null) {
    context.reporter.log(`Worker ${services.owner} takes over from ${previousOwner}, which stopped answering.`, "warn");
  }
  return context;
}
