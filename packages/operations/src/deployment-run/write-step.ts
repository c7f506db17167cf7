import type { StepName, StepState } from "@windlass/contracts/step";
import { LeaseLostError, type Executor, type Fence } from "./fence.js";

export type StepWrite = { name: StepName; state: Exclude<StepState, "pending">; output?: unknown };

/**
 * Writes a step's state, its output and its event, with the next `seq`, in one statement. A step that has ended
 * sets the count of takeovers back, since the deployment gets on; but not one that had to be done again on the way to the step in which a
 * worker before was lost, and which is still said to run. Returns the event's `seq`.
 * Throws LeaseLostError, and writes nothing, when another worker has taken over.
 */
export async function writeStep(db: Executor, fence: Fence, step: StepWrite): Promise<number> {
  const { rows } = await db.query<{ last_seq: number }>(
    `WITH bumped AS (
       UPDATE deployments
       SET last_seq = last_seq + 1,
           takeovers = CASE WHEN $4 = 'running' OR EXISTS (SELECT 1 FROM steps o WHERE o.deployment_id = $1 AND o.name <> $3 AND o.state = 'running') THEN takeovers ELSE 0 END
       WHERE id = $1 AND lease_epoch = $2
       RETURNING id, last_seq
     ), written AS (
       UPDATE steps s
       SET state = $4,
           output = COALESCE($5::jsonb, s.output),
           started_at = CASE WHEN $4 = 'running' THEN now() ELSE COALESCE(s.started_at, now()) END,
           finished_at = CASE WHEN $4 = 'running' THEN NULL ELSE now() END
       FROM bumped WHERE s.deployment_id = bumped.id AND s.name = $3
       RETURNING s.name, s.state, round(extract(epoch FROM s.finished_at - s.started_at) * 1000) AS duration_ms
     ), history AS (
       INSERT INTO events (deployment_id, seq, kind, payload)
       SELECT bumped.id, bumped.last_seq, 'step',
              jsonb_build_object('name', written.name, 'state', written.state, 'durationMs', written.duration_ms)
       FROM bumped, written
     )
     SELECT last_seq FROM bumped`,
    [fence.deploymentId, fence.epoch, step.name, step.state, step.output === undefined ? null : JSON.stringify(step.output)],
  );
  const row = rows[0];
  if (!row) throw new LeaseLostError(fence);
  return row.last_seq;
}
