import type { Executor, Fence } from "./fence.js";

/**
 * Gives a lease back, so that another worker can go on at once. With `handOver` the same statement puts the
 * deployment's job into the outbox again; with `restMs` nobody takes it up before. Does nothing when the lease was lost already.
 */
export async function releaseLease(db: Executor, fence: Fence, options: { handOver: boolean; restMs?: number | null }): Promise<void> {
  await db.query(
    `WITH released AS (
       UPDATE deployments SET lease_owner = NULL, lease_expires_at = NULL,
              resume_at = clock_timestamp() + $4::float8 * interval '1 millisecond'
       WHERE id = $1 AND lease_epoch = $2
       RETURNING id, finished_at
     )
     INSERT INTO outbox (queue, key, payload)
     SELECT 'deployments', 'deployment:' || id, jsonb_build_object('deploymentId', id)
     FROM released WHERE $3::boolean AND finished_at IS NULL`,
    [fence.deploymentId, fence.epoch, options.handOver, options.restMs ?? null],
  );
}
