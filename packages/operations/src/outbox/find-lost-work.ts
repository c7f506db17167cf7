import { activeStates } from "@windlass/contracts/deployment-state";
import type { OutboxMessage, QueueName } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";
import { isBefore } from "../deployment/deployment-blocker.js";
import { driftCheckMinutes } from "../drift/run-drift-check.js";
import { holdColumns, holdOf, type HoldRow } from "../freeze/stage-hold.js";

export type LostWork = {
  messages: OutboxMessage[];
  /** When something may go on that cannot now: a freeze ends, a deployment has rested, or a lease runs out unless its holder lives. */
  nextAt: Date | null;
};

/** A little after a lease has run out it can be taken. */
const afterMs = 200;

/**
 * Finds work that waits and that no worker does: queued deployments that could begin, deployments under way whose lease
 * nobody holds and that do not rest, plans that were approved or cancelled, change sets that ended deployments left
 * behind, deliveries that were never processed, drift checks that nobody ended, compose files that nobody read, and what a forge was
 * not told. New ones only after a grace of 5 s, in
 * which their own message normally arrives. Enqueuing them again is harmless, because a job that exists is not doubled.
 */
export async function findLostWork(db: Database): Promise<LostWork> {
  const { rows: firsts } = await db.pool.query<HoldRow & { id: string; overridden: boolean; now: Date }>(firstsSql);
  const { rows: waits } = await db.pool.query<{ id: string; due: boolean; in_ms: number | null }>(underWaySql);
  const { rows: reports } = await db.pool.query<ReportRow>(reportsSql);
  const { rows: others } = await db.pool.query<{ queue: Exclude<QueueName, "reports">; id: string }>(othersSql, [driftCheckMinutes]);
  const held = firsts.map((row) => ({ id: row.id, hold: row.overridden ? null : holdOf(row, row.now.getTime()) }));
  const ids = [...held.filter(({ hold }) => hold === null), ...waits.filter(({ due }) => due)].map(({ id }) => id);
  const times = [
    ...held.flatMap(({ hold }) => (hold?.until ? [Date.parse(hold.until)] : [])),
    ...reports.flatMap(({ due, in_ms: inMs }) => (due ? [] : [Date.now() + inMs])),
    ...waits.flatMap(({ due, in_ms: inMs }) => (due || inMs === null ? [] : [Date.now() + inMs + afterMs])),
  ];
  return {
    messages: [...ids.map((id) => messageOf.deployments(id)), ...others.map(({ queue, id }) => messageOf[queue](id)), ...reports.filter(({ due }) => due).map(reportMessage)],
    nextAt: times.length === 0 ? null : new Date(Math.min(...times)),
  };
}

const messageOf = {
  deployments: (id) => ({ queue: "deployments", key: `deployment:${id}`, payload: { deploymentId: id } }),
  deliveries: (id) => ({ queue: "deliveries", key: `delivery:${id}`, payload: { deliveryId: id } }),
  drift: (id) => ({ queue: "drift", key: `drift:${id}`, payload: { driftCheckId: id } }),
  compose: (id) => ({ queue: "compose", key: `compose:${id}`, payload: { repositoryId: id } }),
} as const satisfies Record<Exclude<QueueName, "reports">, (id: string) => OutboxMessage>;

type ReportRow = { deployment_id: string | null; pull_request_id: string | null; due: boolean; in_ms: number };

/** One message for a report, as the triggers of the database write it. */
function reportMessage({ deployment_id: deploymentId, pull_request_id: pullRequestId }: ReportRow): OutboxMessage {
  const payload = deploymentId === null ? { pullRequestId: pullRequestId ?? "" } : { deploymentId };
  return { queue: "reports", key: `report:${deploymentId ?? pullRequestId}`, payload };
}

const unheld = "(d.lease_expires_at IS NULL OR d.lease_expires_at < now())";

/** The first in the queue of each stage that is free, unless what it depends on has not ended. */
const firstsSql = `
  SELECT d.id, d.freeze_overridden_by IS NOT NULL AS overridden, now() AS now, ${holdColumns}
  FROM deployments d JOIN stages s ON s.id = d.stage_id
  WHERE d.state = 'queued' AND d.created_at < now() - interval '5 seconds' AND ${unheld}
    AND NOT EXISTS (SELECT 1 FROM deployments o WHERE ${isBefore})
    AND NOT EXISTS (SELECT 1 FROM deployment_needs n JOIN deployments o ON o.id = n.needs_id WHERE n.deployment_id = d.id AND o.finished_at IS NULL)`;

const underWaySql = `
  SELECT d.id, ${unheld} AND (d.resume_at IS NULL OR d.resume_at <= now()) AS due,
         (extract(epoch FROM CASE WHEN ${unheld} THEN d.resume_at ELSE d.lease_expires_at END - now()) * 1000)::float8 AS in_ms
  FROM deployments d
  WHERE d.state IN (${activeStates.filter((state) => state !== "awaiting_approval").map((state) => `'${state}'`).join(", ")})`;

/** What a forge was not told yet and nobody is telling. After a failed try its own time counts. */
const reportsSql = `
  SELECT deployment_id, pull_request_id, COALESCE(not_before <= now(), true) AS due,
         COALESCE((extract(epoch FROM not_before - now()) * 1000)::float8, 0) AS in_ms
  FROM forge_reports
  WHERE reported_version < version AND (not_before IS NOT NULL OR changed_at < now() - interval '5 seconds') AND (held_until IS NULL OR held_until < now())
  ORDER BY not_before NULLS FIRST LIMIT 500`;

const othersSql = `
  SELECT 'deployments' AS queue, d.id FROM deployments d JOIN stages s ON s.id = d.stage_id
  WHERE d.state = 'awaiting_approval' AND ${unheld}
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
    AND (state = 'queued' AND created_at < now() - interval '5 seconds' OR started_at < now() - make_interval(mins => $1))
  UNION ALL
  SELECT 'compose', repository_id FROM compose_files WHERE read_at IS NULL AND asked_at < now() - interval '5 seconds'`;
