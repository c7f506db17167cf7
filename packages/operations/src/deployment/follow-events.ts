import { isTerminal, deploymentStateSchema } from "@windlass/contracts/deployment-state";
import { eventSchema, type DeploymentEvent } from "@windlass/contracts/event";
import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";

/** What a follower of a deployment reads at once: the rows above its cursor and how far the history goes. */
export type EventStretch = {
  events: DeploymentEvent[];
  /** `seq` of the newest row there is, at or above the last of `events`. */
  lastSeq: number;
  /** Whether the deployment has ended, so that no row will follow `lastSeq`. */
  ended: boolean;
};

const rowSchema = z.object({
  last_seq: z.number(),
  state: deploymentStateSchema,
  events: z.array(z.object({ seq: z.number(), at: z.string(), kind: z.string(), payload: z.unknown() })),
});

// One statement, so that the rows, the length and the state are of one moment.
const stretchSql = `
  SELECT d.last_seq, d.state, COALESCE(
    (SELECT json_agg(json_build_object('seq', e.seq, 'kind', e.kind, 'payload', e.payload,
              'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY e.seq)
     FROM (SELECT * FROM events WHERE deployment_id = d.id AND seq > $2 ORDER BY seq LIMIT $3) e),
    '[]'::json) AS events
  FROM deployments d WHERE d.id = $1`;

/**
 * Reads at most `limit` events of a deployment above `after`, in order. Null when there is no such deployment.
 * Throws `forbidden`.
 */
export async function followEvents(
  context: OperationContext,
  input: { deploymentId: string; after: number; limit: number },
): Promise<EventStretch | null> {
  authorize(context, "deployment:read");
  const { rows } = await context.db.pool.query(stretchSql, [input.deploymentId, input.after, input.limit]);
  if (rows[0] === undefined) return null;
  const row = rowSchema.parse(rows[0]);
  return { events: z.array(eventSchema).parse(row.events), lastSeq: row.last_seq, ended: isTerminal(row.state) };
}
