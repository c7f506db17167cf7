import type { Database } from "@windlass/database/database";
import type { Push } from "./github-event.js";

/**
 * The delivery of a push that came after this one in git and arrived before it, where GitHub's deliveries changed places: it
 * says that the branch pointed at this push's commit before. Null for one that is in its place, and where the branch was
 * made anew or forced: what it pointed at before says nothing of the order then.
 */
export async function findNewerPush(db: Database, { deliveryId, push }: { deliveryId: string; push: Push }): Promise<string | null> {
  if (push.after === undefined || push.forced || push.created) return null;
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT newer.id FROM deliveries own
     JOIN deliveries newer ON newer.id <> own.id AND newer.event = 'push' AND newer.received_at <= own.received_at
       AND newer.received_at > own.received_at - interval '1 hour'
       AND newer.payload ->> 'ref' = $2 AND newer.payload ->> 'before' = $3
       AND newer.payload -> 'repository' ->> 'full_name' IS NOT DISTINCT FROM own.payload -> 'repository' ->> 'full_name'
     WHERE own.id = $1
     ORDER BY newer.received_at DESC LIMIT 1`,
    [deliveryId, push.ref, push.after],
  );
  return rows[0]?.id ?? null;
}
