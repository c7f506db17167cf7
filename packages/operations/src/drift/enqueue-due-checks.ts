import type { Database } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import { activeStateList } from "../deployment/state-lists.js";

/**
 * Asks for a check of every stage whose own schedule says that it is time, and that no deployment is changing. May be run by
 * several workers at once: a stage has one open check. Returns how many it asked for.
 */
export async function enqueueDueChecks(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ id: string }>(dueSql);
  let asked = 0;
  for (const { id } of rows) {
    const checkId = uuidv7();
    const inserted = await db.pool.query(
      `WITH added AS (
         INSERT INTO drift_checks (id, stage_id, trigger, actor_label) VALUES ($1, $2, 'schedule', 'Windlass') ON CONFLICT DO NOTHING RETURNING id
       )
       INSERT INTO outbox (queue, key, payload) SELECT 'drift', 'drift:' || id, jsonb_build_object('driftCheckId', id) FROM added`,
      [checkId, id],
    );
    asked += inserted.rowCount ?? 0;
  }
  return asked;
}

const dueSql = `
  SELECT s.id FROM stages s
  WHERE s.status = 'live' AND s.current_release_id IS NOT NULL AND (s.settings->>'driftEveryMinutes') IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM drift_checks c WHERE c.stage_id = s.id
        AND (c.finished_at IS NULL OR c.created_at > now() - make_interval(mins => (s.settings->>'driftEveryMinutes')::int)))
    AND NOT EXISTS (
      SELECT 1 FROM deployments d WHERE d.stage_id = s.id
        AND d.state IN (${activeStateList}))
  LIMIT 100`;
