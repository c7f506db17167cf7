import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { freezeFields } from "./freeze-window-view.js";
import { wakeStages } from "./wake-stages.js";

/** Removes a freeze; what it held goes on. Throws `not_found`. */
export async function deleteFreezeWindow(context: OperationContext, id: string): Promise<void> {
  authorize(context, "stage:freeze");
  await inTransaction(context.db, async (tx) => {
    const row = await tx.freezeWindow.findUnique({ ...freezeFields, where: { id } });
    if (!row) throw new WindlassError("not_found", `There is no freeze with the id ${id}.`);
    await tx.freezeWindow.delete({ where: { id } });
    await wakeStages(tx, row.stageId);
    const of = row.stage ? `${row.stage.service.name}/${row.stage.name}` : "every stage";
    await recordAudit(tx, context.actor, { action: "freeze_window.deleted", entity: { type: "freeze_window", id, name: `${of}: ${row.name}` } });
  });
}
