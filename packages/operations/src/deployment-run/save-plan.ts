import { planSchema, type Plan } from "@windlass/contracts/plan";
import type { z } from "zod";
import type { FencedTransaction } from "./fence.js";
import { planHash } from "./plan-hash.js";

/** A plan; what is not known of it has its default. */
export type NewPlan = z.input<typeof planSchema>;

/**
 * Keeps what the deployment will change, and its hash; a new plan replaces an earlier one, whose approvals lapse with it. The stage
 * learns the name of its stack here, because from now on there may be something in AWS to remove: not of a preview, which leaves nothing.
 */
export async function savePlan(tx: FencedTransaction, input: NewPlan): Promise<Plan> {
  const plan = planSchema.parse(input);
  const { rows } = await tx.query<{ release_id: string | null; template_hash: string | null }>(
    "SELECT r.id AS release_id, r.template_hash FROM deployments d LEFT JOIN releases r ON r.id = d.release_id WHERE d.id = $1",
    [tx.fence.deploymentId],
  );
  const hash = planHash(plan, { releaseId: rows[0]?.release_id ?? null, templateHash: rows[0]?.template_hash ?? null });
  await tx.query(
    `WITH planned AS (
       UPDATE deployments SET plan = $2, plan_hash = $3 WHERE id = $1 RETURNING stage_id, release_id, kind
     )
     UPDATE stages s SET stack_name = r.stack_name
     FROM planned JOIN releases r ON r.id = planned.release_id
     WHERE s.id = planned.stage_id AND planned.kind <> 'preview' AND s.stack_name IS DISTINCT FROM r.stack_name`,
    [tx.fence.deploymentId, JSON.stringify(plan), hash],
  );
  return plan;
}
