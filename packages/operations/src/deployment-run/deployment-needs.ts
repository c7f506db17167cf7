import type { DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { ErrorCode, ProblemDetail } from "@windlass/contracts/error";
import type { Executor } from "./fence.js";

/** A deployment that another one must wait for, or that ended otherwise than well. */
export type Need = { id: string; service: string; stage: string; number: number; kind: DeploymentKind; state: DeploymentState; ended: boolean; error: ErrorCode | null };

/**
 * As a column: of what the deployment `d` depends on and has not succeeded, one that has ended before one that has not, and
 * the first of these. Null, by one look into an index, for a deployment that depends on nothing.
 */
export const needColumn = `(
  SELECT json_build_object('id', o.id, 'service', nv.name, 'stage', ns.name, 'number', o.number, 'kind', o.kind, 'state', o.state,
                           'ended', o.finished_at IS NOT NULL, 'error', o.error ->> 'code')
  FROM deployment_needs n JOIN deployments o ON o.id = n.needs_id JOIN stages ns ON ns.id = o.stage_id JOIN services nv ON nv.id = ns.service_id
  WHERE n.deployment_id = d.id AND o.state <> 'succeeded'
  ORDER BY o.finished_at IS NULL, o.state = 'superseded', o.wave, o.id LIMIT 1) AS need`;

/** Why a deployment is skipped: what it depends on ended like this. */
export function skipReason({ service, stage, number, kind, state, error }: Need): ProblemDetail {
  const end = error === "dependency_failed" ? "was skipped" : endText(state);
  if (kind === "remove") {
    return {
      code: "dependency_failed",
      message: `Skipped: the removal of ${service}/${stage} (#${number}), which depends on it, ${end}.`,
      hint: `See what became of ${service}/${stage} #${number}; once that stage is removed, remove this one.`,
    };
  }
  return {
    code: "dependency_failed",
    message: `Skipped: ${service}/${stage} #${number}, which it depends on, ${end}.`,
    hint: `See what became of ${service}/${stage} #${number}; once that stage is deployed, deploy this one.`,
  };
}

function endText(state: DeploymentState): string {
  if (state === "failed") return "failed";
  if (state === "rolled_back") return "failed and was rolled back";
  return `was ${state}`;
}

/**
 * Where a deployment depends on one that a newer push has superseded, makes it depend on the newer one, which brings the same
 * commits. Where the newer one waits for this very deployment, because the services' order was turned round between
 * the pushes, the dependency is dropped: else both would wait for ever. Returns whether there was any. May run twice.
 */
export async function followSuperseding(db: Executor, deploymentId: string): Promise<boolean> {
  const { rows } = await db.query<{ count: number }>(
    `WITH RECURSIVE outdated AS (
       SELECT n.needs_id, newer.id FROM deployment_needs n JOIN deployments o ON o.id = n.needs_id
       LEFT JOIN deployments newer ON newer.stage_id = o.stage_id AND newer.number = o.superseded_by
       WHERE n.deployment_id = $1 AND o.state = 'superseded'
     ), behind AS (
       SELECT outdated.id AS start, outdated.id FROM outdated WHERE id IS NOT NULL
       UNION
       SELECT behind.start, n.needs_id FROM behind JOIN deployment_needs n ON n.deployment_id = behind.id
     ), dropped AS (
       DELETE FROM deployment_needs n USING outdated WHERE n.deployment_id = $1 AND n.needs_id = outdated.needs_id RETURNING n.needs_id
     ), followed AS (
       INSERT INTO deployment_needs (deployment_id, needs_id)
       SELECT DISTINCT $1::uuid, outdated.id FROM outdated
       WHERE outdated.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM behind WHERE behind.start = outdated.id AND behind.id = $1)
       ON CONFLICT DO NOTHING
     )
     SELECT count(*)::int AS count FROM dropped`,
    [deploymentId],
  );
  return (rows[0]?.count ?? 0) > 0;
}
