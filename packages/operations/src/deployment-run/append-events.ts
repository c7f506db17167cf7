import type { EventBody } from "@windlass/contracts/event";
import { LeaseLostError, type Executor, type Fence } from "./fence.js";

/** An event and the moment it was seen, before it has a place in the history. */
export type NewEvent = EventBody & { at: Date };

/**
 * Appends events in order, with dense `seq`, in one statement. Returns the `seq` of the last.
 * Throws LeaseLostError, and writes nothing, when another worker has taken over.
 */
export async function appendEvents(db: Executor, fence: Fence, events: readonly NewEvent[]): Promise<number> {
  const { rows } = await db.query<{ last_seq: number }>(
    `WITH input AS (
       SELECT * FROM unnest($4::timestamptz[], $5::text[], $6::jsonb[]) WITH ORDINALITY AS e (at, kind, payload, n)
     ), bumped AS (
       UPDATE deployments SET last_seq = last_seq + $3 WHERE id = $1 AND lease_epoch = $2 RETURNING id, last_seq
     ), written AS (
       INSERT INTO events (deployment_id, seq, at, kind, payload)
       SELECT bumped.id, bumped.last_seq - $3 + input.n, input.at, input.kind, input.payload FROM bumped, input
     )
     SELECT last_seq FROM bumped`,
    [
      fence.deploymentId,
      fence.epoch,
      events.length,
      events.map((event) => event.at.toISOString()),
      events.map((event) => event.kind),
      events.map((event) => JSON.stringify(event.payload)),
    ],
  );
  const row = rows[0];
  if (!row) throw new LeaseLostError(fence);
  return row.last_seq;
}
