import type { OutboxMessage } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";

/**
 * Finds work that waits and that no worker does: queued deployments that could begin, deployments under way whose
 * lease nobody holds, and deliveries that were never processed. All of them after a grace of 5 s, in which their
 * own message normally arrives. Enqueuing them again is harmless, because a job that exists is not doubled.
 */
export async function findLostWork(db: Database): Promise<OutboxMessage[]> {
  const { rows } = await db.pool.query<{ queue: "deployments" | "deliveries"; id: string }>(lostWorkSql);
  return rows.map(({ queue, id }) =>
    queue === "deployments"
      ? { queue, key: `deployment:${id}`, payload: { deploymentId: id } }
      : { queue, key: `delivery:${id}`, payload: { deliveryId: id } },
  );
}

const lostWorkSql = `
  SELECT 'deployments' AS queue, d.id FROM deployments d
  WHERE d.state IN ('preparing', 'planning', 'deploying', 'verifying', 'rolling_back')
    AND (d.lease_expires_at IS NULL OR d.lease_expires_at < now())
  UNION ALL
  SELECT 'deployments', d.id FROM deployments d
  WHERE d.state = 'queued'
    AND d.created_at < now() - interval '5 seconds'
    AND (d.lease_expires_at IS NULL OR d.lease_expires_at < now())
    AND NOT EXISTS (
      SELECT 1 FROM deployments o
      WHERE o.stage_id = d.stage_id AND o.id <> d.id
        AND (o.state IN ('preparing', 'planning', 'awaiting_approval', 'deploying', 'verifying', 'rolling_back')
             OR (o.state = 'queued' AND o.number < d.number))
    )
  UNION ALL
  SELECT 'deliveries', id FROM deliveries
  WHERE processed_at IS NULL AND reason = 'pending' AND received_at < now() - interval '5 seconds'`;
