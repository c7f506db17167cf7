import { LeaseLostError, type Executor, type Fence } from "./fence.js";

export type Wait = {
  /** Whether this is another reason than the one that was set before. */
  changed: boolean;
  /** How long to rest before the next look. */
  restMs: number;
};

/**
 * Says what a deployment waits for outside of Windlass, since when, and when it looks again: after 1 s at first, then after
 * a quarter of the time that it has waited, at most 15 s. Throws LeaseLostError.
 */
export async function setWaitReason(db: Executor, fence: Fence, reason: string): Promise<Wait> {
  const { rows } = await db.query<{ changed: boolean; rest_ms: number }>(
    `WITH before AS (
       SELECT id, wait_reason, CASE WHEN wait_reason IS NULL THEN now() ELSE COALESCE(wait_since, now()) END AS since
       FROM deployments WHERE id = $1 AND lease_epoch = $2 FOR UPDATE
     )
     UPDATE deployments d
     SET wait_reason = $3,
         wait_since = before.since
     FROM before WHERE d.id = before.id
     RETURNING before.wait_reason IS DISTINCT FROM $3 AS changed,
       extract(epoch FROM LEAST(GREATEST((now() - before.since) / 4, interval '1 second'), interval '15 seconds'))::float8 * 1000 AS rest_ms`,
    [fence.deploymentId, fence.epoch, reason],
  );
  const row = rows[0];
  if (!row) throw new LeaseLostError(fence);
  return { changed: row.changed, restMs: row.rest_ms };
}

/** Says that a deployment waits no longer. Throws LeaseLostError. */
export async function endWait(db: Executor, fence: Fence): Promise<void> {
  const { rows } = await db.query(
    "UPDATE deployments SET wait_reason = NULL, wait_since = NULL WHERE id = $1 AND lease_epoch = $2 RETURNING id",
    [fence.deploymentId, fence.epoch],
  );
  if (rows.length === 0) throw new LeaseLostError(fence);
}
