import type { EventBody } from "@windlass/contracts/event";
import { LeaseLostError, type Executor, type Fence } from "./fence.js";

/** An event and the moment it was seen, before it has a place in the history. */
export type NewEvent = EventBody & { at: Date };

const appendSql = `
  WITH input AS (
    SELECT * FROM ROWS FROM (unnest($4::float8[]), unnest($5::text[]), json_array_elements($6::json)) WITH ORDINALITY AS e (at_ms, kind, payload, n)
  ), bumped AS (
    UPDATE deployments SET last_seq = last_seq + $3 WHERE id = $1 AND lease_epoch = $2 RETURNING id, last_seq
  ), written AS (
    INSERT INTO events (deployment_id, seq, at, kind, payload)
    SELECT bumped.id, bumped.last_seq - $3 + input.n, to_timestamp(input.at_ms / 1000), input.kind, input.payload FROM bumped, input
  )
  SELECT last_seq FROM bumped`;

/**
 * Appends events in order, with dense `seq`, in one statement. Returns the `seq` of the last.
 * Throws LeaseLostError, and writes nothing, when another worker has taken over.
 */
export async function appendEvents(db: Executor, fence: Fence, events: readonly NewEvent[]): Promise<number> {
  const values = [
    fence.deploymentId,
    fence.epoch,
    events.length,
    // Arrays as Postgres writes them: made by the driver, they are a chain of pieces that outlives the statement.
    `{${events.map((event) => event.at.getTime()).join(",")}}`,
    `{${events.map((event) => event.kind).join(",")}}`,
    // One text for all: an array of texts would have every quote in it escaped and read again.
    JSON.stringify(events.map((event) => event.payload)),
  ];
  const { rows } = await db.query<{ last_seq: number }>({ name: "append-events", text: appendSql, values });
  const row = rows[0];
  if (!row) throw new LeaseLostError(fence);
  return row.last_seq;
}
