import type { ProblemDetail } from "@windlass/contracts/error";
import { advanceDeployment } from "@windlass/operations/deployment-run/advance-deployment";
import type { WorkerServices } from "../services.js";
import { canFail } from "./can-fail.js";
import { interruptionOf } from "./interruption.js";
import { problemOf } from "./problem-of.js";
import type { TakenLease } from "./take-lease.js";

/** Ends a deployment that could not even be read, such as when the master key has changed. Throws interruptions on. */
export async function endUnopened(services: WorkerServices, lease: TakenLease, error: unknown): Promise<null> {
  if (interruptionOf(error) !== null) throw error;
  const { fence } = lease.keeper;
  services.logger.error({ err: error, deploymentId: fence.deploymentId }, "a deployment could not be opened");
  const problem: ProblemDetail = problemOf(error, services.logMasker);
  const { state: from } = lease;
  if (canFail(from)) await advanceDeployment(services.db.pool, fence, { from, to: "failed", error: problem });
  return null;
}
