import { idSchema } from "@windlass/contracts/name";
import type { Page } from "@windlass/contracts/page";
import type { Preview, PreviewQuery } from "@windlass/contracts/preview";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { previewFields, toPreview } from "./preview-view.js";

/** Previews, newest first: of all services or one; those that are gone only when asked for. */
export async function listPreviews(context: OperationContext, query: PreviewQuery): Promise<Page<Preview>> {
  authorize(context, "service:read");
  const before = decodeCursor(query.cursor, idSchema);
  const rows = await context.db.prisma.preview.findMany({
    ...previewFields,
    where: {
      ...(before === null ? {} : { id: { lt: before } }),
      ...(query.service === undefined ? {} : { service: { name: query.service } }),
      state: query.state ?? { not: "removed" },
    },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  return toPage(rows, query.limit, { item: toPreview, key: (row) => row.id });
}
