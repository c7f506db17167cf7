import type { Delivery } from "@windlass/contracts/delivery";
import { idSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { deliveryFields, toDelivery } from "./delivery-view.js";

/** Deliveries, newest first, each with what it led to. */
export async function listDeliveries(context: OperationContext, page: PageQuery): Promise<Page<Delivery>> {
  authorize(context, "delivery:read");
  const before = decodeCursor(page.cursor, idSchema);
  const rows = await context.db.prisma.delivery.findMany({
    ...deliveryFields,
    ...(before === null ? {} : { where: { id: { lt: before } } }),
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  return toPage(rows, page.limit, { item: toDelivery, key: (row) => row.id });
}
