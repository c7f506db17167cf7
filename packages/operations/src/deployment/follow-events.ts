import { isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import { authorize, type OperationContext } from "../context.js";

/** What a follower of a deployment reads at once: the rows above its cursor and how far the history goes. */
export type EventStretch = {
  /** A JSON array of the rows, as contracts/event describes them, in the words of Postgres. */
  eventsJson: string;
  /** `seq` of the last of them; the cursor when there are none. */
  upTo: number;
  /** `seq` of the newest row there is, at or above `upTo`. */
  lastSeq: number;
  /** Whether the deployment has ended, so that no row will follow `lastSeq`. */
  ended: boolean;
};

type Row = { last_seq: number; state: DeploymentState; up_to: number | null; events: string | null };

// One statement, so that the rows, the length and the state are of one moment. The rows leave Postgres as the text that
// followers get: what was checked when it was written is not parsed again for every reader.
const stretchSql = `
  SELECT d.last_seq, d.state, read.up_to, read.events
  FROM deployments d, LATERAL (
    SELECT max(e.seq) AS up_to, '[' || string_agg(
      '{"seq":' || e.seq || ',"kind":"' || e.kind || '","at":' || left(to_json(e.at AT TIME ZONE 'UTC')::text, -1)
        || 'Z","payload":' || e.payload::text || '}', ',' ORDER BY e.seq) || ']' AS events
    FROM (SELECT * FROM events WHERE deployment_id = d.id AND seq > $2 ORDER BY seq LIMIT $3) e
  ) read WHERE d.id = $1`;

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
  return { eventsJson: row.events ?? "[]", upTo: row.up_to ?? input.after, lastSeq: row.last_seq, ended: isTerminal(row.state) };
}
