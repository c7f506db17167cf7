import type { Actor } from "@windlass/contracts/actor";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import type { AuditEntry } from "./audit.js";

/** `recordAudit` for a transaction of statements written by hand. */
export async function insertAudit(client: DatabaseClient, actor: Actor, entry: AuditEntry): Promise<void> {
  const { entity } = entry;
  await client.query(
    `INSERT INTO audit_events (id, actor_type, actor_id, actor_label, action, entity_type, entity_id, entity_name, data)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [uuidv7(), actor.type, actor.id, actor.label, entry.action, entity.type, entity.id, entity.name, JSON.stringify(entry.data ?? {})],
  );
}
