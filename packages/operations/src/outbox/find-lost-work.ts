import type { OutboxMessage } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";

/**
 * Finds work that waits and that no worker does: queued deployments that could begin, deployments under way whose
 * lease nobody holds, plans that were approved or cancelled, change sets that ended deployments left behind, and
 * deliveries that were never processed. All of them after a grace of 5 s, in which their
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
  SELECT 'deployments', d.id FROM deployments d JOIN stages s ON s.id = d.stage_id
  WHERE d.state = 'awaiting_approval'
    AND (d.lease_expires_at IS NULL OR d.lease_expires_at < now())
    AND (d.cancel_requested_at IS NOT NULL OR
         (SELECT count(*) FROM approvals a WHERE a.deployment_id = d.id AND a.plan_hash = d.plan_hash AND a.decision = 'approve')
           >= COALESCE((s.settings -> 'approval' ->> 'count')::int, 1))
  UNION ALL
  SELECT 'deployments', d.id FROM deployments d
  WHERE d.open_change_set IS NOT NULL AND d.finished_at BETWEEN now() - interval '1 day' AND now() - interval '5 seconds'
  UNION ALL
  SELECT 'deliveries', id FROM deliveries
  WHERE processed_at IS NULL AND reason = 'pending' AND received_at < now() - interval '5 seconds'`;
