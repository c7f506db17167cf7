import type { Executor } from "./fence.js";

/** The ids of the stack events that a deployment's history has, so that a worker that takes over reports none twice. */
export async function readStackEventIds(db: Executor, deploymentId: string): Promise<string[]> {
  const { rows } = await db.query<{ event_id: string }>(
    "SELECT payload ->> 'eventId' AS event_id FROM events WHERE deployment_id = $1 AND kind = 'stack'",
    [deploymentId],
  );
  return rows.map((row) => row.event_id);
}
