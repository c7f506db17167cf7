import type { Approval, Decision } from "@windlass/contracts/approval";
import { errorCatalog, WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import { authorize } from "../context.js";
import { readDeployment, type DeploymentAddress } from "../deployment/read-deployment.js";
import { advanceDeployment } from "../deployment-run/advance-deployment.js";
import { readApprovalStanding } from "../deployment-run/approval-standing.js";
import { throwIfHeld } from "../freeze/read-stage-hold.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";
import type { UserContext } from "../token/token-owner.js";
import { findRefusal } from "./find-refusal.js";
import { readApproval } from "./read-approval.js";

export type ApprovalDecision = { deployment: DeploymentAddress; decision: Decision; planHash: string; comment: string };

/**
 * Approves or rejects the plan that a deployment waits with. The approval that makes enough of them wakes a worker in the same
 * transaction; a rejection ends the deployment at once. Saying the same again changes nothing.
 * Throws `not_awaiting_approval`, `approval_lapsed` when the plan is another by now, `approval_not_allowed`,
 * and `stage_frozen` for an approval while the stage is frozen or paused.
 */
export async function decideApproval(context: UserContext, input: ApprovalDecision): Promise<Approval> {
  authorize(context, "deployment:approve");
  const { id } = await readDeployment(context, input.deployment);
  await inSqlTransaction(context.db, (client) => decide(context, client, { ...input, id }));
  return readApproval(context, input.deployment);
}

type Held = { state: DeploymentState; lease_epoch: number; plan_hash: string | null; label: string };

async function decide(context: UserContext, client: DatabaseClient, input: ApprovalDecision & { id: string }): Promise<void> {
  const { id, decision, planHash, comment } = input;
  // The row is held: whoever else approves, rejects or cancels at this moment comes before or after, never between.
  const { rows } = await client.query<Held>(
    `SELECT d.state, d.lease_epoch, d.plan_hash, v.name || '/' || s.name || '#' || d.number AS label
     FROM deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id WHERE d.id = $1 FOR UPDATE OF d`,
    [id],
  );
  const held = rows[0];
  if (!held) throw new WindlassError("not_found", "The deployment is gone.");
  if (held.state !== "awaiting_approval") throw new WindlassError("not_awaiting_approval", `The deployment is ${held.state}.`);
  if (held.plan_hash !== planHash) throw new WindlassError("approval_lapsed", "The plan is no longer the one that you read.");
  const { rules } = await readApprovalStanding(client, id);
  const refusal = await findRefusal(client, { deploymentId: id, userId: context.userId, role: context.role, rules });
  if (refusal !== null) throw new WindlassError("approval_not_allowed", refusal);
  if (decision === "approve") await throwIfHeld(client, id);
  if (!(await keepDecision(context, client, input))) return;
  await insertAudit(client, context.actor, {
    action: decision === "approve" ? "deployment.approved" : "deployment.rejected",
    entity: { type: "deployment", id, name: held.label },
    data: { planHash, comment },
  });
  if (decision === "reject") {
    await advanceDeployment(client, { deploymentId: id, epoch: held.lease_epoch }, { from: "awaiting_approval", to: "rejected", error: rejection(context, comment) });
  } else if ((await readApprovalStanding(client, id)).enough) {
    await client.query("INSERT INTO outbox (queue, key, payload) VALUES ('deployments', 'deployment:' || $1::text, jsonb_build_object('deploymentId', $1::text))", [id]);
  }
}

/** A person has one say on a plan, and may change their mind while it waits. False when they said the same before. */
async function keepDecision({ actor, userId }: UserContext, client: DatabaseClient, { id, planHash, decision, comment }: ApprovalDecision & { id: string }): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO approvals (id, deployment_id, plan_hash, decision, actor_type, actor_id, actor_label, user_id, comment)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (deployment_id, plan_hash, user_id) DO UPDATE
     SET decision = excluded.decision, comment = excluded.comment, created_at = now(),
         actor_type = excluded.actor_type, actor_id = excluded.actor_id, actor_label = excluded.actor_label
     WHERE approvals.decision <> excluded.decision`,
    [uuidv7(), id, planHash, decision, actor.type, actor.id, actor.label, userId, comment],
  );
  return rowCount !== 0;
}

function rejection({ actor }: UserContext, comment: string): ProblemDetail {
  return { code: "rejected", message: `Rejected by ${actor.label}${comment === "" ? "." : `: ${comment}`}`, hint: errorCatalog.rejected.hint };
}
