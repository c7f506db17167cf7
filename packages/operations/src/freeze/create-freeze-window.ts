import type { CreateFreezeWindow, FreezeWindow } from "@windlass/contracts/freeze-window";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findStage } from "../stage/find-stage.js";
import { freezeFields, toFreezeWindow } from "./freeze-window-view.js";

/** Plans a freeze of a stage, or of every stage. What runs already goes on. Throws `not_found` for the stage. */
export async function createFreezeWindow(context: OperationContext, input: CreateFreezeWindow): Promise<FreezeWindow> {
  authorize(context, "stage:freeze");
  const { name, service, stage, timeZone, schedule } = input;
  const row = await inTransaction(context.db, async (tx) => {
    const frozen = service === undefined || stage === undefined ? null : await findStage(tx, { service, stage });
    const created = await tx.freezeWindow.create({
      ...freezeFields,
      data: { id: uuidv7(), stageId: frozen?.id ?? null, name, timeZone, schedule, createdBy: context.actor.label },
    });
    await recordAudit(tx, context.actor, {
      action: "freeze_window.created",
      entity: { type: "freeze_window", id: created.id, name: frozen ? `${service}/${stage}: ${name}` : `every stage: ${name}` },
      data: { timeZone, schedule },
    });
    return created;
  });
  return toFreezeWindow(row, Date.now());
}
