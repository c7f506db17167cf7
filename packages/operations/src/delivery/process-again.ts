import type { Delivery, ProcessAgain } from "@windlass/contracts/delivery";
import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { deliveryNotFound, readDelivery } from "./read-delivery.js";

/**
 * Has a stored delivery processed by the rules of now. It deploys no stage that it has deployed, and no commit that is
 * deployed already, unless `again` asks for it. Throws `not_found`, and `conflict` while it still waits or when its payload
 * was deleted.
 */
export async function processAgain(context: OperationContext, input: ProcessAgain & { id: string }): Promise<Delivery> {
  authorize(context, "delivery:process");
  const { id, again } = input;
  await inTransaction(context.db, async (tx) => {
    const { count } = await tx.delivery.updateMany({
      where: { id, processedAt: { not: null }, payloadDeletedAt: null },
      data: { processedAt: null, reason: "pending", message: "", decisions: [], again, ...(again ? { run: { increment: 1 } } : {}) },
    });
    const row = await tx.delivery.findUnique({ where: { id }, select: { deliveryId: true, payloadDeletedAt: true } });
    if (!row) throw deliveryNotFound(id);
    if (row.payloadDeletedAt) throw new WindlassError("conflict", "What was received with the delivery has been deleted: nothing is left to process.", { hint: "Deploy the stage instead." });
    if (count === 0) throw new WindlassError("conflict", "The delivery waits to be processed already.", { hint: "Look again in a moment." });
    await tx.outbox.create({ data: { queue: "deliveries", key: `delivery:${id}`, payload: { deliveryId: id } } });
    await recordAudit(tx, context.actor, { action: "delivery.processed_again", entity: { type: "delivery", id, name: row.deliveryId }, data: { again } });
  });
  return readDelivery(context, id);
}
