import type { Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { readDeploymentById } from "../deployment/read-deployment.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";

/** The `cause` of a roll-back to the release that the stage runs already, to put back what was changed behind Windlass' back. */
export const driftCause = "drift";

/**
 * Asks for what the stage's release describes to be put back in AWS. Throws `not_found`, `not_deployed`, and
 * `artifact_missing` when housekeeping took the release's code.
 */
export async function requestReapply(context: OperationContext, address: StageAddress, idempotencyKey?: string): Promise<Deployment> {
  authorize(context, "deployment:rollback");
  const stage = await findStage(context.db.prisma, address);
  const release = stage.currentReleaseId === null ? null : await context.db.prisma.release.findUnique({ where: { id: stage.currentReleaseId } });
  if (!release) throw new WindlassError("not_deployed", `Stage ${address.stage} of ${address.service} runs no release.`);
  const { id } = await insertDeployment(context, {
    stage: address,
    kind: "rollback",
    releaseId: release.id,
    commit: { sha: release.commitSha, message: release.commitMessage, author: release.commitAuthor, committedAt: release.committedAt?.toISOString() ?? null },
    options: { cause: driftCause },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
