import { activeStates } from "@windlass/contracts/deployment-state";
import type { Database } from "@windlass/database/database";

/** Says that a stage's sandbox stack is gone, unless a deployment is at work on it. Returns whether it was said. */
export async function markSandboxLost(db: Database, stageId: string): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `UPDATE stages s SET status = 'sandbox_lost', endpoints = '[]'
     WHERE s.id = $1 AND s.status = 'live'
       AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.stage_id = s.id AND d.state = ANY ($2::text[]))`,
    [stageId, activeStates],
  );
  return rowCount === 1;
}
