import type { FencedTransaction } from "./fence.js";

/** Says that nothing of the stage is left in AWS. Its releases and history stay. */
export async function markRemoved(tx: FencedTransaction): Promise<void> {
  await tx.query(
    `UPDATE stages s
     SET current_release_id = NULL, current_deployment_id = NULL, outputs = '[]', endpoints = '[]', status = 'removed'
     FROM deployments d WHERE d.id = $1 AND s.id = d.stage_id`,
    [tx.fence.deploymentId],
  );
}
