import type { CreateRemoval, Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type RemovalRequest = CreateRemoval & { stage: StageAddress; idempotencyKey?: string | undefined };

/**
 * Asks for everything that the stage has in AWS to be deleted. Throws `invalid_request` when `confirm` is not the
 * stage's name, `not_deployed` when there is nothing to remove, `not_found`.
 */
export async function requestRemoval(context: OperationContext, request: RemovalRequest): Promise<Deployment> {
  authorize(context, "deployment:remove");
  const { retain, emptyBuckets } = request;
  const stage = await findStage(context.db.prisma, request.stage);
  if (request.confirm !== stage.name) {
    throw new WindlassError("invalid_request", "The confirmation is not the stage's name.", { hint: `Send \`confirm\` with the value ${stage.name}.` });
  }
  if (stage.status === "never_deployed" || stage.status === "removed") {
    throw new WindlassError("not_deployed", `Stage ${stage.name} has nothing in AWS to remove.`);
  }
  const { id } = await insertDeployment(context, {
    stage: request.stage,
    kind: "remove",
    options: { ...(retain === undefined ? {} : { retain }), ...(emptyBuckets === undefined ? {} : { emptyBuckets }) },
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
