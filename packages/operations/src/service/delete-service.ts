import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { refuseStageInUse } from "../stage/delete-stage.js";
import { serviceNotFound } from "./read-service.js";

/** Forgets a service with its stages and their history; nothing in AWS changes. Throws `not_found`, and `in_use` while a stage is in use or another service depends on it. */
export async function deleteService(context: OperationContext, name: string): Promise<void> {
  authorize(context, "service:delete");
  await inTransaction(context.db, async (tx) => {
    const service = await tx.service.findUnique({ where: { name }, select: { id: true, stages: { select: { id: true } }, dependents: { select: { service: { select: { name: true } } } } } });
    if (!service) throw serviceNotFound(name);
    if (service.dependents.length > 0) throw neededBy(name, service.dependents.map((dependent) => dependent.service.name));
    for (const stage of service.stages) await refuseStageInUse(tx, stage.id);
    await tx.service.delete({ where: { id: service.id } });
    await recordAudit(tx, context.actor, { action: "service.deleted", entity: { type: "service", id: service.id, name } });
  });
}

function neededBy(name: string, dependents: readonly string[]): WindlassError {
  const who = dependents.toSorted().join(", ");
  return new WindlassError("in_use", `${name} is what ${who} ${dependents.length === 1 ? "depends" : "depend"} on.`, { hint: `Take the dependency out of the settings of ${who} first.` });
}
