import { isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import type { StepName } from "@windlass/contracts/step";
import { advanceDeployment, type Move } from "@windlass/operations/deployment-run/advance-deployment";
import { LeaseLostError } from "@windlass/operations/deployment-run/fence";
import { reloadRun } from "@windlass/operations/deployment-run/load-run";
import { startStep } from "@windlass/operations/deployment-run/start-step";
import type { RunContext } from "./run-context.js";

/** The step with which each state begins, where it is always the same one. */
const firstSteps: Partial<Record<DeploymentState, StepName>> = { planning: "plan", deploying: "apply", verifying: "verify" };

/**
 * Moves the deployment on, after everything that was reported in the state that it leaves, begins the first step and reads the deployment again. Null at its end.
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
  const first = firstSteps[move.to];
  const begun = first !== undefined && context.run.steps.has(first) ? first : null;
  const [run, seq] = await Promise.all([reloadRun(services.db, services.keyring, context.run), begun === null ? null : startStep(services.db.pool, lease.fence, begun)]);
  if (seq !== null) services.hints.publishHint(lease.fence.deploymentId, seq);
  return run && { ...context, run, begun, takeovers: 0 };
}
