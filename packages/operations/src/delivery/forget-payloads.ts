import type { Database } from "@windlass/database/database";

/** So many rows are written at once, that deliveries which arrive meanwhile need not wait. */
const batch = 500;

/**
 * Deletes what was received of deliveries older than `days`, and keeps their rows: by them a delivery that is sent once
 * more is known, however late. Returns how many.
 */
export async function forgetPayloads(db: Database, days: number): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const { rowCount } = await db.pool.query(forgetSql, [days, batch]);
    forgotten += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return forgotten;
  }
}

const forgetSql = `UPDATE deliveries SET payload = '{}', headers = '{}', payload_deleted_at = now()
  WHERE id IN (
    SELECT id FROM deliveries
    WHERE payload_deleted_at IS NULL AND processed_at IS NOT NULL AND received_at < now() - $1 * interval '1 day' LIMIT $2
  )`;
