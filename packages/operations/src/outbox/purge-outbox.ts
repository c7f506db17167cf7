import type { Database } from "@windlass/database/database";

/** Deletes messages that were sent more than a day ago. Returns how many. */
export async function purgeOutbox(db: Database): Promise<number> {
  const result = await db.pool.query("DELETE FROM outbox WHERE sent_at < now() - interval '1 day'");
  return result.rowCount ?? 0;
}
