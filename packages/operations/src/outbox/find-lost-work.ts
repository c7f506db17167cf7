import type { OutboxMessage, QueueName } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";
import { driftCheckMinutes } from "../drift/run-drift-check.js";

/**
 * Finds work that waits and that no worker does: queued deployments that could begin, deployments under way whose
 * lease nobody holds and that do not rest, plans that were approved or cancelled, change sets that ended deployments left
 * behind, deliveries that were never processed, and drift checks that nobody ended. All of them after a grace of 5 s, in which their
 * own message normally arrives. Enqueuing them again is harmless, because a job that exists is not doubled.
 */
export async function findLostWork(db: Database): Promise<OutboxMessage[]> {
  const { rows } = await db.pool.query<{ queue: QueueName; id: string }>(lostWorkSql, [driftCheckMinutes]);
  return rows.map(({ queue, id }) => messageOf[queue](id));
}

const messageOf = {
  deployments: (id) => ({ queue: "deployments", key: `deployment:${id}`, payload: { deploymentId: id } }),
  deliveries: (id) => ({ queue: "deliveries", key: `delivery:${id}`, payload: { deliveryId: id } }),
  drift: (id) => ({ queue: "drift", key: `drift:${id}`, payload: { driftCheckId: id } }),
} as const satisfies Record<QueueName, (id: string) => OutboxMessage>;

const lostWorkSql = `
  SELECT 'deployments' AS queue, d.id FROM deployments d
  WHERE d.state IN ('preparing', 'planning', 'deploying', 'verifying', 'rolling_back')
    AND (d.lease_expires_at IS NULL OR d.lease_expires_at < now())
    AND (d.resume_at IS NULL OR d.resume_at <= now())
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
  WHERE processed_at IS NULL AND reason = 'pending' AND received_at < now() - interval '5 seconds'
  UNION ALL
  SELECT 'drift', id FROM drift_checks
  WHERE finished_at IS NULL
    AND (state = 'queued' AND created_at < now() - interval '5 seconds' OR started_at < now() - make_interval(mins => $1))`;
