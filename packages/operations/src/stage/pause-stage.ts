import { WindlassError } from "@windlass/contracts/error";
import type { Stage } from "@windlass/contracts/stage";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import type { Keyring } from "../sealing.js";
import { findStage, type StageAddress } from "./find-stage.js";
import { readStage } from "./read-stage.js";

export type Pause = { stage: StageAddress; reason: string; keyring: Keyring };

/**
 * Keeps what waits for a stage in the queue until the stage is resumed; what runs goes on. Throws `conflict` for a
 * stage that is paused already, and `not_found`.
 */
export async function pauseStage(context: OperationContext, { stage, reason, keyring }: Pause): Promise<Stage> {
  authorize(context, "stage:freeze");
  await inTransaction(context.db, async (tx) => {
    const { id, pausedBy } = await findStage(tx, stage);
    const { count } = await tx.stage.updateMany({
      where: { id, pausedAt: null },
      data: { pausedAt: new Date(), pausedBy: context.actor.label, pauseReason: reason },
    });
    if (count === 0) {
      throw new WindlassError("conflict", `Stage ${stage.stage} of ${stage.service} is paused already, by ${pausedBy ?? "somebody"}.`);
    }
    await recordAudit(tx, context.actor, { action: "stage.paused", entity: { type: "stage", id, name: `${stage.service}/${stage.stage}` }, data: { reason } });
  });
  return readStage(context, { stage, keyring });
}
