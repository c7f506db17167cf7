import { roles, type Role } from "@windlass/contracts/permission";
import type { ApprovalRules } from "@windlass/contracts/stage-settings";
import type { Executor } from "../deployment-run/fence.js";

export type WouldBeApprover = { deploymentId: string; userId: string; role: Role; rules: ApprovalRules };

/**
 * Why a stage's rules do not let this person decide on a deployment; null when they do. Who a person is comes from their account
 * alone, never from a commit; a token is the person who made it.
 */
export async function findRefusal(db: Executor, { deploymentId, userId, role, rules }: WouldBeApprover): Promise<string | null> {
  if (roles.indexOf(role) < roles.indexOf(rules.role)) return `This stage asks for approval by the role ${rules.role}; yours is ${role}.`;
  const { rows } = await db.query<{ email: string | null; requested: boolean | null }>(
    `SELECT (SELECT lower(u.email) FROM users u WHERE u.id::text = $2) AS email,
            CASE d.actor_type WHEN 'user' THEN d.actor_id = $2
                              WHEN 'token' THEN EXISTS (SELECT 1 FROM api_tokens t WHERE t.id::text = d.actor_id AND t.user_id::text = $2) END AS requested
     FROM deployments d WHERE d.id = $1`,
    [deploymentId, userId],
  );
  const { email = null, requested = null } = rows[0] ?? {};
  if (rules.approvers.length > 0 && !rules.approvers.some((approver) => approver.toLowerCase() === email)) {
    return `This stage is approved by ${rules.approvers.join(", ")}.`;
  }
  if (requested === true && !rules.requesterMayApprove) return "Who asked for a deployment cannot approve it on this stage.";
  return null;
}
