import { isTerminal, type DeploymentState, type Transition } from "@windlass/contracts/deployment-state";
import type { ProblemDetail } from "@windlass/contracts/error";
import { stepNames, type StepState } from "@windlass/contracts/step";
import type { Executor, Fence } from "./fence.js";
import { stageStatusAfter } from "./stage-status-after.js";

/** One legal move of the state machine, with the reason where it is a bad end. An illegal move does not compile. */
export type Move = Transition & {
  error?: ProblemDetail;
  /** Number of the newer deployment that takes its place. */
  supersededBy?: number;
};

export type AdvanceOutcome =
  | { moved: true; lastSeq: number }
  /** Another writer was first: the deployment is in another state, or another worker holds it. */
  | { moved: false };

/**
 * The only writer of a deployment's state. One statement: the conditional update, the state event with the next
 * `seq`, and on an end also what is left of the steps, the stage's status, and the outbox rows that wake the
 * stage's next deployment and those that depend on it and, where nobody executed it, have the change set deleted.
 *
 * A queued deployment has no holder: its epoch is the one that was read with it. Throws what Postgres throws; a
 * unique violation (23505) on entering an active state means that another deployment holds the stage.
 */
export async function advanceDeployment(db: Executor, fence: Fence, move: Move): Promise<AdvanceOutcome> {
  const rest = stepsAfter(move.to);
  const values = [
    fence.deploymentId,
    fence.epoch,
    move.from,
    move.to,
    move.error === undefined ? null : JSON.stringify(move.error),
    isTerminal(move.to),
    rest.running,
    rest.pending,
    stepNames,
    stageStatusAfter(move),
    move.supersededBy ?? null,
  ];
  const { rows } = await db.query<{ last_seq: number }>({ name: "advance-deployment", text: advanceSql, values });
  const row = rows[0];
  return row ? { moved: true, lastSeq: row.last_seq } : { moved: false };
}

/** What becomes of steps that had not ended when the deployment did. */
function stepsAfter(state: DeploymentState): { running: StepState; pending: StepState } {
  if (state === "cancelled" || state === "superseded" || state === "rejected") {
    return { running: "cancelled", pending: "cancelled" };
  }
  return { running: state === "succeeded" ? "succeeded" : "failed", pending: "skipped" };
}

const advanceSql = `
  WITH target AS (
    SELECT id, last_seq FROM deployments WHERE id = $1 AND lease_epoch = $2 AND state = $3 FOR UPDATE
  ), ended AS (
    UPDATE steps s
    SET state = CASE s.state WHEN 'running' THEN $7 ELSE $8 END,
        finished_at = CASE s.state WHEN 'running' THEN now() END
    FROM target WHERE s.deployment_id = target.id AND $6 AND s.state IN ('pending', 'running')
    RETURNING s.name, s.state, round(extract(epoch FROM s.finished_at - s.started_at) * 1000) AS duration_ms
  ), numbered AS (
    SELECT ended.*, row_number() OVER (ORDER BY array_position($9::text[], name)) AS n FROM ended
  ), moved AS (
    UPDATE deployments d
    SET state = $4,
        last_seq = d.last_seq + 1 + (SELECT count(*) FROM ended)::int,
        error = COALESCE($5::jsonb, d.error),
        wait_reason = NULL,
        open_change_set = CASE WHEN $4 = 'succeeded' THEN NULL ELSE d.open_change_set END,
        wait_since = NULL,
        superseded_by = $11::int,
        started_at = CASE WHEN $6 THEN d.started_at ELSE COALESCE(d.started_at, now()) END,
        finished_at = CASE WHEN $6 THEN now() END
    FROM target WHERE d.id = target.id
    RETURNING d.id, d.stage_id, d.kind, d.last_seq, d.number, d.open_change_set, d.options->'repair'->>'action' AS repair
  ), history AS (
    INSERT INTO events (deployment_id, seq, kind, payload)
    SELECT moved.id, target.last_seq + numbered.n, 'step',
           jsonb_build_object('name', numbered.name, 'state', numbered.state, 'durationMs', numbered.duration_ms)
    FROM moved, target, numbered
    UNION ALL
    SELECT moved.id, moved.last_seq, 'state',
           jsonb_build_object('from', $3::text, 'to', $4::text, 'error', $5::jsonb)
    FROM moved
  ), stage AS (
    UPDATE stages
    SET status = CASE $10::text
      WHEN 'by_kind' THEN CASE moved.kind WHEN 'remove' THEN 'removed' WHEN 'preview' THEN stages.status
        WHEN 'repair' THEN CASE WHEN stages.current_release_id IS NOT NULL THEN 'live' WHEN moved.repair = 'retry_deletion' THEN 'removed' ELSE 'never_deployed' END
        ELSE 'live' END
      WHEN 'by_release' THEN CASE WHEN stages.current_release_id IS NULL THEN 'failed' ELSE 'live' END
      ELSE $10::text
    END
    FROM moved WHERE stages.id = moved.stage_id AND $10::text IS NOT NULL
  ), wake AS (
    INSERT INTO outbox (queue, key, payload)
    SELECT 'deployments', 'deployment:' || next.id, jsonb_build_object('deploymentId', next.id)
    FROM moved, LATERAL (
      SELECT id FROM deployments
      WHERE stage_id = moved.stage_id AND state = 'queued' AND id <> moved.id
      ORDER BY freeze_overridden_by IS NULL, number LIMIT 1
    ) next
    WHERE $6
    UNION ALL
    SELECT 'deployments', 'deployment:' || n.deployment_id, jsonb_build_object('deploymentId', n.deployment_id)
    FROM moved JOIN deployment_needs n ON n.needs_id = moved.id JOIN deployments w ON w.id = n.deployment_id
    WHERE $6 AND w.state = 'queued'
  ), leftover AS (
    INSERT INTO outbox (queue, key, payload)
    SELECT 'deployments', 'deployment:' || moved.id, jsonb_build_object('deploymentId', moved.id)
    FROM moved WHERE $6 AND moved.open_change_set IS NOT NULL
  )
  SELECT last_seq FROM moved`;
