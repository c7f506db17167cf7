import type { Plan } from "@windlass/contracts/plan";
import type { FencedTransaction } from "./fence.js";

/**
 * Keeps what the deployment will change; a new plan replaces an earlier one. The stage learns the name of its stack
 * here, because from now on there may be something in AWS to remove.
 */
export async function savePlan(tx: FencedTransaction, plan: Plan): Promise<void> {
  await tx.query(
    `WITH planned AS (
       UPDATE deployments SET plan = $2 WHERE id = $1 RETURNING stage_id, release_id
     )
     UPDATE stages s SET stack_name = r.stack_name
     FROM planned JOIN releases r ON r.id = planned.release_id
     WHERE s.id = planned.stage_id AND s.stack_name IS DISTINCT FROM r.stack_name`,
    [tx.fence.deploymentId, JSON.stringify(plan)],
  );
}
