import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Database } from "@windlass/database/database";
import { UUID } from "uuidv7";
import { systemContext } from "../context.js";
import { followEvents, mostFrameRows } from "../deployment/follow-events.js";

const pack = promisify(gzip);

/**
 * Keeps the events of a deployment that has ended as the frames that its followers get, if there are more than go into one. Goes on where it was
 * interrupted, and may run twice at once: frames begin and end at the same rows whoever makes them. Returns how many it made.
 */
export async function keepFrames(db: Database, deploymentId: string, signal: AbortSignal): Promise<number> {
  const context = systemContext(db, "frames");
  const { rows } = await db.pool.query<{ after: number }>(
    `SELECT COALESCE((SELECT max(last_seq) FROM event_frames WHERE deployment_id = d.id), 0) AS after
     FROM deployments d WHERE id = $1 AND finished_at IS NOT NULL AND last_seq > $2`,
    [deploymentId, mostFrameRows],
  );
  let after = rows[0]?.after;
  let kept = 0;
  while (after !== undefined && !signal.aborted) {
    const stretch = await followEvents(context, { deploymentId, after, limit: mostFrameRows });
    if (stretch === null || stretch.upTo === after) break;
    // Other deployments run meanwhile: the highest level takes three times as long for a tenth of the room.
    const body = await pack(stretch.eventsJson, { level: 3 });
    const { rowCount } = await db.pool.query(
      "INSERT INTO event_frames (deployment_id, first_seq, last_seq, body) SELECT id, $2, $3, $4 FROM deployments WHERE id = $1 ON CONFLICT DO NOTHING",
      [deploymentId, after + 1, stretch.upTo, body],
    );
    after = stretch.upTo;
    kept += rowCount ?? 0;
  }
  return kept;
}

const lookBackMs = 2 * 24 * 3_600_000;

/** Deployments of the last two days that have ended, with long logs and without frames to their end: their worker ended too soon. */
export async function findFrameless(db: Database): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT d.id FROM deployments d WHERE d.id > $2 AND d.finished_at IS NOT NULL AND d.last_seq > $1
       AND COALESCE((SELECT max(last_seq) FROM event_frames WHERE deployment_id = d.id), 0) < d.last_seq`,
    // Ids begin with the time at which they were made.
    [mostFrameRows, UUID.fromFieldsV7(Date.now() - lookBackMs, 0, 0, 0).toString()],
  );
  return rows.map(({ id }) => id);
}
