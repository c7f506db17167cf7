import { WindlassError } from "@windlass/contracts/error";
import type { Stage } from "@windlass/contracts/stage";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { wakeStages } from "../freeze/wake-stages.js";
import { inTransaction } from "../in-transaction.js";
import type { Keyring } from "../sealing.js";
import { findStage, type StageAddress } from "./find-stage.js";
import { readStage } from "./read-stage.js";

/** Ends the pause of a stage; what waits goes on. Throws `conflict` for a stage that is not paused, and `not_found`. */
export async function resumeStage(context: OperationContext, { stage, keyring }: { stage: StageAddress; keyring: Keyring }): Promise<Stage> {
  authorize(context, "stage:freeze");
  await inTransaction(context.db, async (tx) => {
    const { id } = await findStage(tx, stage);
    const { count } = await tx.stage.updateMany({
      where: { id, NOT: { pausedAt: null } },
      data: { pausedAt: null, pausedBy: null, pauseReason: null },
    });
    if (count === 0) throw new WindlassError("conflict", `Stage ${stage.stage} of ${stage.service} is not paused.`);
    await wakeStages(tx, id);
    await recordAudit(tx, context.actor, { action: "stage.resumed", entity: { type: "stage", id, name: `${stage.service}/${stage.stage}` } });
  });
  return readStage(context, { stage, keyring });
}
