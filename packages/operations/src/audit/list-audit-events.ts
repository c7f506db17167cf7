import { actorSchema } from "@windlass/contracts/actor";
import type { AuditEvent } from "@windlass/contracts/home";
import { idSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import type { AuditEvent as Row } from "@windlass/database/generated/client";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";

/** What was done and by whom, newest first. */
export async function listAuditEvents(context: OperationContext, page: PageQuery): Promise<Page<AuditEvent>> {
  authorize(context, "audit:read");
  const before = decodeCursor(page.cursor, idSchema);
  const rows = await context.db.prisma.auditEvent.findMany({
    ...(before === null ? {} : { where: { id: { lt: before } } }),
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  return toPage(rows, page.limit, { item: toAuditEvent, key: (row) => row.id });
}

function toAuditEvent(row: Row): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: actorSchema.parse({ type: row.actorType, id: row.actorId, label: row.actorLabel }),
    action: row.action,
    entityType: row.entityType,
    entityId: row.entityId,
    entityName: row.entityName,
  };
}
