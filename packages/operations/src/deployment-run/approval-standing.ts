import { approvalReason } from "@windlass/contracts/approval";
import { planSchema } from "@windlass/contracts/plan";
import { stageSettingsSchema, type ApprovalRules } from "@windlass/contracts/stage-settings";
import type { Executor } from "./fence.js";

export type ApprovalStanding = {
  /** Why the plan needs approval; null where it needs none. */
  reason: string | null;
  rules: ApprovalRules;
  /** How many different people have approved this very plan, and who. */
  approved: number;
  by: string[];
  /** Whether the deployment may go on as far as approvals go. */
  enough: boolean;
};

type Row = { plan: unknown; settings: unknown; by: string[] };

/**
 * Whether the present plan of a deployment, of any kind, needs approval and has it. A person who approved by session and by token
 * counts once.
 */
export async function readApprovalStanding(db: Executor, deploymentId: string): Promise<ApprovalStanding> {
  const { rows } = await db.query<Row>(
    `SELECT d.plan, s.settings,
            ARRAY(SELECT min(a.actor_label) FROM approvals a
                  WHERE a.deployment_id = d.id AND a.plan_hash = d.plan_hash AND a.decision = 'approve' GROUP BY a.user_id ORDER BY 1) AS by
     FROM deployments d JOIN stages s ON s.id = d.stage_id WHERE d.id = $1`,
    [deploymentId],
  );
  const row = rows[0];
  if (!row) throw new Error(`Deployment ${deploymentId} is gone.`);
  const { approval: rules } = stageSettingsSchema.parse(row.settings);
  const plan = planSchema.nullable().parse(row.plan);
  const reason = plan === null ? null : approvalReason(plan, rules);
  return { reason, rules, approved: row.by.length, by: row.by, enough: row.by.length >= rules.count };
}
