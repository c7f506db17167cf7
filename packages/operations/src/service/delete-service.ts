import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { refuseStageInUse } from "../stage/delete-stage.js";
import { serviceNotFound } from "./read-service.js";

/** Forgets a service with its stages and their history; nothing in AWS changes. Throws `not_found`, and `in_use` while a stage is in use. */
export async function deleteService(context: OperationContext, name: string): Promise<void> {
  authorize(context, "service:delete");
  await inTransaction(context.db, async (tx) => {
    const service = await tx.service.findUnique({ where: { name }, select: { id: true, stages: { select: { id: true } } } });
    if (!service) throw serviceNotFound(name);
    for (const stage of service.stages) await refuseStageInUse(tx, stage.id);
    await tx.service.delete({ where: { id: service.id } });
    await recordAudit(tx, context.actor, { action: "service.deleted", entity: { type: "service", id: service.id, name } });
  });
}
