import type { ActorType } from "@windlass/contracts/actor";
import { approvalSchema, type Approval } from "@windlass/contracts/approval";
import { WindlassError } from "@windlass/contracts/error";
import { may, permissions } from "@windlass/contracts/permission";
import { authorize } from "../context.js";
import type { DeploymentAddress } from "../deployment/read-deployment.js";
import { readApprovalStanding } from "../deployment-run/approval-standing.js";
import type { UserContext } from "../token/token-owner.js";
import { findRefusal } from "./find-refusal.js";

type Row = { id: string; state: string; plan_hash: string | null };
type GivenRow = { decision: string; actor_type: ActorType; actor_id: string; actor_label: string; comment: string; created_at: Date; lapsed: boolean };

/** Where the approval of a deployment stands, and whether the reader may decide. Throws `not_found`. */
export async function readApproval(context: UserContext, { service, stage, number }: DeploymentAddress): Promise<Approval> {
  authorize(context, "deployment:read");
  const { pool } = context.db;
  const { rows } = await pool.query<Row>(
    `SELECT d.id, d.state, d.plan_hash FROM deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id
     WHERE v.name = $1 AND s.name = $2 AND d.number = $3`,
    [service, stage, number],
  );
  const row = rows[0];
  if (!row) throw new WindlassError("not_found", `Stage ${stage} of ${service} has no deployment ${number}.`);
  const { reason, rules, approved } = await readApprovalStanding(pool, row.id);
  const given = await pool.query<GivenRow>(
    `SELECT a.decision, a.actor_type, a.actor_id, a.actor_label, a.comment, a.created_at, a.plan_hash IS DISTINCT FROM d.plan_hash AS lapsed
     FROM approvals a JOIN deployments d ON d.id = a.deployment_id WHERE a.deployment_id = $1 ORDER BY a.created_at, a.id`,
    [row.id],
  );
  return approvalSchema.parse({
    state: row.state,
    planHash: row.plan_hash,
    reason,
    rules,
    given: given.rows.map(toGiven),
    missing: Math.max(0, rules.count - approved),
    refusal: await refusalOf(context, row.id, rules),
  });
}

async function refusalOf(context: UserContext, deploymentId: string, rules: Approval["rules"]): Promise<string | null> {
  if (!may(context.role, "deployment:approve")) return `Deciding needs the role ${permissions["deployment:approve"]}; yours is ${context.role}.`;
  return findRefusal(context.db.pool, { deploymentId, userId: context.userId, role: context.role, rules });
}

function toGiven({ decision, actor_type: type, actor_id: id, actor_label: label, comment, created_at: at, lapsed }: GivenRow) {
  return { decision, actor: { type, id, label }, comment, at: at.toISOString(), lapsed };
}
