import { roles, type Role } from "@windlass/contracts/permission";
import type { ApprovalRules } from "@windlass/contracts/stage-settings";
import type { Executor } from "../deployment-run/fence.js";

export type WouldBeApprover = { deploymentId: string; userId: string; role: Role; rules: ApprovalRules };

type Row = { email: string | null; github_login: string | null; requested: boolean | null; commenter: string | null };

/**
 * Why a stage's rules do not let this person decide on a deployment; null when they do. Who a person is comes from their account
 * alone, never from a commit; a token is the person who made it, and who asked in a comment is the person who has said to be that one on GitHub.
 */
export async function findRefusal(db: Executor, { deploymentId, userId, role, rules }: WouldBeApprover): Promise<string | null> {
  if (roles.indexOf(role) < roles.indexOf(rules.role)) return `This stage asks for approval by the role ${rules.role}; yours is ${role}.`;
  const { rows } = await db.query<Row>(
    `SELECT lower(u.email) AS email, u.github_login,
            CASE d.actor_type WHEN 'user' THEN d.actor_id = $2
                              WHEN 'token' THEN EXISTS (SELECT 1 FROM api_tokens t WHERE t.id::text = d.actor_id AND t.user_id::text = $2) END AS requested,
            CASE WHEN d.trigger = 'command' AND d.actor_id LIKE 'github:%' THEN d.actor_label END AS commenter
     FROM deployments d LEFT JOIN users u ON u.id::text = $2 WHERE d.id = $1`,
    [deploymentId, userId],
  );
  const { email = null, requested = null, commenter = null, github_login: login = null } = rows[0] ?? {};
  if (rules.approvers.length > 0 && !rules.approvers.some((approver) => approver.toLowerCase() === email)) {
    return `This stage is approved by ${rules.approvers.join(", ")}.`;
  }
  if (rules.requesterMayApprove) return null;
  if (requested === true || (commenter !== null && commenter.toLowerCase() === login)) return "Who asked for a deployment cannot approve it on this stage.";
  if (commenter !== null && login === null) return `${commenter} asked for it in a comment on GitHub, and who asked cannot approve it on this stage: say on your page who you are on GitHub first.`;
  return null;
}
