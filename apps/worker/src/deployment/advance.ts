import { isTerminal } from "@windlass/contracts/deployment-state";
import { advanceDeployment, type Move } from "@windlass/operations/deployment-run/advance-deployment";
import { LeaseLostError } from "@windlass/operations/deployment-run/fence";
import { reloadRun } from "@windlass/operations/deployment-run/load-run";
import type { RunContext } from "./run-context.js";

/**
 * Moves the deployment on, after everything that was reported in the state that it leaves, and reads it again. Null at its end.
 * Throws LeaseLostError when another worker moved it.
 */
export async function advance(context: RunContext, move: Move): Promise<RunContext | null> {
  const { services, lease, reporter } = context;
  await reporter.flush();
  const outcome = await advanceDeployment(services.db.pool, lease.fence, move);
  if (!outcome.moved) throw new LeaseLostError(lease.fence);
  services.hints.publishHint(lease.fence.deploymentId, outcome.lastSeq);
  services.logger.info({ deploymentId: lease.fence.deploymentId, from: move.from, to: move.to }, "a deployment moved on");
  if (isTerminal(move.to)) return null;
  const run = await reloadRun(services.db, services.keyring, context.run);
  return run && { ...context, run, takeovers: 0 };
}
