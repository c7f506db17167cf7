import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import type { DeploymentAddress } from "../deployment/read-deployment.js";
import { inTransaction } from "../in-transaction.js";
import { findStage } from "../stage/find-stage.js";

/**
 * Pins a release, so that housekeeping never takes its artifacts, or lets go of it. `number` is the release's. Throws
 * `not_found`, and `conflict` for a release whose artifacts are gone.
 */
export async function pinRelease(context: OperationContext, input: DeploymentAddress & { pinned: boolean }): Promise<void> {
  authorize(context, "release:pin");
  const { service, stage, number, pinned } = input;
  await inTransaction(context.db, async (tx) => {
    const { id: stageId } = await findStage(tx, { service, stage });
    const data = pinned ? { pinnedAt: new Date(), pinnedBy: context.actor.label } : { pinnedAt: null, pinnedBy: null };
    const { count } = await tx.release.updateMany({ where: { stageId, number, ...(pinned ? { collectedAt: null } : {}) }, data });
    if (count === 0) await refuse(tx.release.findFirst({ where: { stageId, number } }), input);
    await recordAudit(tx, context.actor, { action: pinned ? "release.pinned" : "release.unpinned", entity: { type: "release", id: `${stageId}/${number}`, name: `${service}/${stage}#${number}` } });
  });
}

async function refuse(found: Promise<unknown>, { service, stage, number }: DeploymentAddress): Promise<never> {
  if (await found) throw new WindlassError("conflict", `The artifacts of release ${number} are gone: there is nothing to keep.`, { hint: "Deploy its commit again, and pin that release." });
  throw new WindlassError("not_found", `Stage ${stage} of ${service} has no release ${number}.`);
}
