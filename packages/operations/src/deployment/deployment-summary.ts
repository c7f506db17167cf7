import type { ActorType } from "@windlass/contracts/actor";
import type { DeploymentSummary } from "@windlass/contracts/deployment";
import type { DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { ProblemDetail } from "@windlass/contracts/error";
import type { PlanCounts } from "@windlass/contracts/plan";

/** What a summary is read from; `d` is the deployment. Of a plan, which may be large, only the counts. */
export const summaryTables = `deployments d
  JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id LEFT JOIN releases r ON r.id = d.release_id`;

export const summaryColumns = `d.id, v.name AS service, s.name AS stage, d.stage_id, d.number, d.kind, d.state, d.trigger,
  d.actor_type, d.actor_id, d.actor_label, d.ref, d.commit_sha, d.commit_message, d.commit_author, d.committed_at,
  r.number AS release, d.error, d.plan -> 'counts' AS plan_counts, d.cancel_requested_at, d.created_at, d.started_at, d.finished_at`;

export type SummaryRow = {
  id: string;
  service: string;
  stage: string;
  stage_id: string;
  number: number;
  kind: DeploymentKind;
  state: DeploymentState;
  trigger: DeploymentSummary["trigger"];
  actor_type: ActorType;
  actor_id: string;
  actor_label: string;
  ref: string | null;
  commit_sha: string | null;
  commit_message: string | null;
  commit_author: string | null;
  committed_at: Date | null;
  release: number | null;
  error: ProblemDetail | null;
  plan_counts: PlanCounts | null;
  cancel_requested_at: Date | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

export function toSummary(row: SummaryRow): DeploymentSummary {
  return {
    id: row.id,
    service: row.service,
    stage: row.stage,
    stageId: row.stage_id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    trigger: row.trigger,
    actor: { type: row.actor_type, id: row.actor_id, label: row.actor_label },
    ref: row.ref,
    commit: toCommit(row),
    release: row.release,
    error: row.error,
    planCounts: row.plan_counts,
    cancelRequestedAt: row.cancel_requested_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    durationMs: row.started_at && row.finished_at ? row.finished_at.getTime() - row.started_at.getTime() : null,
  };
}

function toCommit(row: SummaryRow): DeploymentSummary["commit"] {
  if (row.commit_sha === null) return null;
  return {
    sha: row.commit_sha,
    message: row.commit_message ?? "",
    author: row.commit_author ?? "",
    committedAt: row.committed_at?.toISOString() ?? null,
  };
}
