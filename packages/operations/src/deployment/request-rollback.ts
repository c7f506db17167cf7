import type { Deployment } from "@windlass/contracts/deployment";
import type { CreateRollback } from "@windlass/contracts/rollback";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { findRollbackTarget } from "./find-rollback-target.js";
import { findFunctionTarget } from "./find-function-target.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type RollbackRequest = CreateRollback & { stage: StageAddress; idempotencyKey?: string | undefined };

/**
 * Asks for an earlier release to be put back, or only for its code of some functions. Throws `not_found`, `not_deployed`,
 * `release_not_found`, `nothing_to_roll_back_to`, `conflict` when the stage runs that already, and `invalid_request` for a
 * function whose code cannot be put back alone.
 */
export async function requestRollback(context: OperationContext, request: RollbackRequest): Promise<Deployment> {
  authorize(context, "deployment:rollback");
  const { functions, stage, to } = request;
  const target = functions === undefined ? await findRollbackTarget(context.db, stage, to) : await findFunctionTarget(context.db, { stage, to, functions });
  const { id } = await insertDeployment(context, {
    stage,
    kind: functions === undefined ? "rollback" : "function",
    releaseId: target.releaseId,
    commit: target.commit,
    ...(functions === undefined ? {} : { options: { functions: [...new Set(functions)] } }),
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
