import type { Actor } from "@windlass/contracts/actor";
import type { Prisma } from "@windlass/database/generated/client";
import { uuidv7 } from "uuidv7";

export type AuditEntry = {
  /** `<entity>.<verb in the past>`, such as `stage.created`. */
  action: string;
  entity: { type: string; id: string; name: string };
  /** What was changed, without secrets. */
  data?: Prisma.InputJsonObject;
};

/** Writes an audit event in the transaction of the change that it tells of. */
export async function recordAudit(tx: Prisma.TransactionClient, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({
    data: {
      id: uuidv7(),
      actorType: actor.type,
      actorId: actor.id,
      actorLabel: actor.label,
      action: entry.action,
      entityType: entry.entity.type,
      entityId: entry.entity.id,
      entityName: entry.entity.name,
      data: entry.data ?? {},
    },
  });
}
