import type { Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { findUpload } from "../upload/find-upload.js";
import { findShippedNumber } from "./find-rollback-target.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type PromotionRequest = {
  to: StageAddress;
  /** Name of the stage, of the same service, to promote from. */
  from: string;
  /** Number of a deployment of it that succeeded. */
  number: number;
  idempotencyKey?: string | undefined;
};

/**
 * Asks for a deployment of the commit or upload that another stage of the service was deployed with; it is compiled for this stage.
 * Throws `not_found` for either stage, `not_promotable` for the same stage or a deployment that did not succeed, `upload_missing` where its upload is gone, and `dependency_not_deployed`.
 */
export async function requestPromotion(context: OperationContext, request: PromotionRequest): Promise<Deployment> {
  authorize(context, "deployment:promote");
  const { to, from, number, idempotencyKey } = request;
  if (from === to.stage) throw new WindlassError("not_promotable", `Stage ${from} cannot be promoted to itself.`);
  const [source] = await Promise.all([findStage(context.db.prisma, { service: to.service, stage: from }), findStage(context.db.prisma, to)]);
  const shipped = await findShippedNumber(context.db, source.id, number);
  if (!shipped) throw new WindlassError("not_promotable", `Deployment ${number} of ${to.service}/${from} did not succeed, or brought no release there.`);
  const brought = shipped.uploadId === null ? { ref: shipped.commit.sha, commit: shipped.commit, options: {} } : await findUpload(context, { id: shipped.uploadId, service: to.service });
  const { id } = await insertDeployment(context, {
    stage: to,
    kind: "deploy",
    ...brought,
    afterDependencies: true,
    options: { ...brought.options, promotedFrom: { deploymentId: shipped.deploymentId, stage: from, number, releaseId: shipped.releaseId } },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
