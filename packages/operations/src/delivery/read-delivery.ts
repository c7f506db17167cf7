import type { Delivery } from "@windlass/contracts/delivery";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { deliveryFields, toDelivery } from "./delivery-view.js";

/** One delivery. Throws `not_found`. */
export async function readDelivery(context: OperationContext, id: string): Promise<Delivery> {
  authorize(context, "delivery:read");
  const row = await context.db.prisma.delivery.findUnique({ ...deliveryFields, where: { id } });
  if (!row) throw new WindlassError("not_found", `There is no delivery with the id ${id}.`);
  return toDelivery(row);
}
