import { releaseLease } from "@windlass/operations/deployment-run/release-lease";
import type { WorkerServices } from "../services.js";
import { admit } from "./admit.js";
import { advance } from "./advance.js";
import { cleanUpEnded } from "./clean-up-ended.js";
import { endUnopened } from "./end-unopened.js";
import { lookAfterLease } from "./look-after-lease.js";
import { interruptionOf, RestError } from "./interruption.js";
import { nextMove } from "./next-move.js";
import { openRun } from "./open-run.js";
import { removeWorkDir } from "./remove-work-dir.js";
import { takeLease, type TakenLease } from "./take-lease.js";

/**
 * Runs a deployment from the state in which it is to its end, or until a worker has nothing to do: it waits for its
 * stage or for a person. One that has ended is cleaned up behind. May be called for any deployment at any time, by several workers at once.
 */
export async function runDeployment(services: WorkerServices, deploymentId: string): Promise<void> {
  const lease = await takeLease(services, deploymentId);
  if (!lease) return cleanUpEnded(services, deploymentId);
  const { fence } = lease.keeper;
  let interruption: ReturnType<typeof interruptionOf> = null;
  let restMs: number | null = null;
  try {
    await runWithLease(services, lease);
  } catch (error) {
    interruption = interruptionOf(error);
    if (interruption === null) throw error;
    if (error instanceof RestError) restMs = error.restMs;
    services.logger.info({ deploymentId, interruption }, "stopped before the end of a deployment");
  } finally {
    lease.keeper.close();
    services.leases.delete(deploymentId);
    await removeWorkDir(services, fence, { interrupted: interruption !== null });
    if (interruption !== "database_away") await releaseLease(services.db.pool, fence, { handOver: interruption === "shutdown", restMs });
    if (interruption === "database_away") lookAfterLease(services);
    if (restMs !== null) services.lookAgainAt(new Date(Date.now() + restMs));
  }
}

async function runWithLease(services: WorkerServices, lease: TakenLease): Promise<void> {
  const admitted = await admit(services, lease);
  if (!admitted) return;
  let context = await openRun(services, admitted).catch((error: unknown) => endUnopened(services, admitted, error));
  while (context !== null) {
    const move = await nextMove(context);
    if (move === null) return;
    context = await advance(context, move);
  }
}
