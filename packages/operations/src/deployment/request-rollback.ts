import type { CreateRollback, Deployment } from "@windlass/contracts/deployment";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { findRollbackTarget } from "./find-rollback-target.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type RollbackRequest = CreateRollback & { stage: StageAddress; idempotencyKey?: string | undefined };

/**
 * Asks for an earlier release to be put back. Throws `not_found`, `not_deployed`, `release_not_found`,
 * `nothing_to_roll_back_to`, or `conflict` when the stage runs that release already.
 */
export async function requestRollback(context: OperationContext, request: RollbackRequest): Promise<Deployment> {
  authorize(context, "deployment:rollback");
  const target = await findRollbackTarget(context.db, request.stage, request.to);
  const { id } = await insertDeployment(context, {
    stage: request.stage,
    kind: "rollback",
    releaseId: target.releaseId,
    commit: target.commit,
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
