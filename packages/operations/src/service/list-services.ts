import { serviceNameSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import type { Service } from "@windlass/contracts/service";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, encodeCursor } from "../cursor.js";
import { serviceFields, toServices } from "./service-view.js";

/** Services by name, each with its stages. */
export async function listServices(context: OperationContext, page: PageQuery): Promise<Page<Service>> {
  authorize(context, "service:read");
  const after = decodeCursor(page.cursor, serviceNameSchema);
  const rows = await context.db.prisma.service.findMany({
    ...serviceFields,
    ...(after === null ? {} : { where: { name: { gt: after } } }),
    orderBy: { name: "asc" },
    take: page.limit + 1,
  });
  const items = await toServices(context.db, rows.slice(0, page.limit));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > page.limit && last ? encodeCursor(last.name) : null };
}
