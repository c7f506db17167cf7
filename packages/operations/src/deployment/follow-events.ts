import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import { authorize, type OperationContext } from "../context.js";

/** Rows in one frame at most: some 200 kB. One frame for each line costs eight times as much at 500 viewers. */
export const mostFrameRows = 1_000;

/** What a follower of a deployment reads at once: the rows above its cursor and how far the history goes. */
export type EventStretch = {
  /** A JSON array of the rows, as contracts/event describes them, in the words of Postgres; of one that was kept, its UTF-8. */
  eventsJson: string | Buffer;
  /** `seq` of the last of them; the cursor when there are none. */
  upTo: number;
  /** `seq` of the newest row there is, at or above `upTo`. */
  lastSeq: number;
  /** Whether the deployment has ended, so that no row will follow `lastSeq`. */
  ended: boolean;
};

type Row = { last_seq: number; state: DeploymentState; up_to: number | null; body: Buffer | null; events: string | null };

// One statement, so that the rows, the length and the state are of one moment. The rows leave Postgres as the text that
// followers get: what was checked when it was written is not parsed again for every reader. Where a frame was kept of exactly what comes next, it
// stands for its rows; who is in the middle of one gets the rest of it as rows, and the next as a frame.
const stretchSql = `
  SELECT d.last_seq, d.state, COALESCE(kept.last_seq, read.up_to) AS up_to, kept.body, read.events
  FROM deployments d
    LEFT JOIN LATERAL (SELECT * FROM event_frames WHERE deployment_id = d.id AND last_seq > $2 ORDER BY last_seq LIMIT 1) near ON true
    LEFT JOIN LATERAL (SELECT near.last_seq, near.body WHERE near.first_seq = $2 + 1 AND near.last_seq <= $2 + $3) kept ON true
    CROSS JOIN LATERAL (
    SELECT max(e.seq) AS up_to, '[' || string_agg(
      '{"seq":' || e.seq || ',"kind":"' || e.kind || '","at":' || left(to_json(e.at AT TIME ZONE 'UTC')::text, -1)
        || 'Z","payload":' || e.payload::text || '}', ',' ORDER BY e.seq) || ']' AS events
    FROM (
      SELECT * FROM events WHERE kept.last_seq IS NULL AND deployment_id = d.id AND seq > $2 AND seq <= COALESCE(near.last_seq, d.last_seq)
      ORDER BY seq LIMIT $3
    ) e
  ) read WHERE d.id = $1`;

const unpack = promisify(gunzip);

/**
 * Reads at most `limit` events of a deployment above `after`, in order. Null when there is no such deployment.
 * Throws `forbidden`.
 */
export async function followEvents(
  context: OperationContext,
  input: { deploymentId: string; after: number; limit: number },
): Promise<EventStretch | null> {
  authorize(context, "deployment:read");
  const values = [input.deploymentId, input.after, input.limit];
  const { rows } = await context.db.pool.query<Row>({ name: "follow-events", text: stretchSql, values });
  const row = rows[0];
  if (row === undefined) return null;
  return { eventsJson: row.body === null ? (row.events ?? "[]") : await unpack(row.body), upTo: row.up_to ?? input.after, lastSeq: row.last_seq, ended: isTerminal(row.state) };
}
