import type { Delivery, DeliveryQuery } from "@windlass/contracts/delivery";
import { idSchema } from "@windlass/contracts/name";
import type { Page } from "@windlass/contracts/page";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { deliveryFields, toDelivery } from "./delivery-view.js";

/** Deliveries, newest first, each with what it led to; those alone that the query names. */
export async function listDeliveries(context: OperationContext, query: DeliveryQuery): Promise<Page<Delivery>> {
  authorize(context, "delivery:read");
  const { event, repository, reason, limit } = query;
  const before = decodeCursor(query.cursor, idSchema);
  const rows = await context.db.prisma.delivery.findMany({
    ...deliveryFields,
    where: {
      ...(before === null ? {} : { id: { lt: before } }),
      ...(event === undefined ? {} : { event }),
      ...(repository === undefined ? {} : { repository: { equals: repository, mode: "insensitive" } }),
      ...(reason === undefined ? {} : { reason }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, { item: toDelivery, key: (row) => row.id });
}
