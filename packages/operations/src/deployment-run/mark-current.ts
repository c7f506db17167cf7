import type { FencedTransaction } from "./fence.js";

/**
 * Makes the deployment's release the one that its stage runs, with the outputs and endpoints that the deployment
 * found. May run twice: it sets the same values.
 */
export async function markCurrent(tx: FencedTransaction): Promise<void> {
  await tx.query(
    `UPDATE stages s
     SET current_release_id = r.id, current_deployment_id = d.id, stack_name = r.stack_name,
         outputs = d.outputs, endpoints = d.endpoints, status = 'live'
     FROM deployments d JOIN releases r ON r.id = d.release_id
     WHERE d.id = $1 AND s.id = d.stage_id`,
    [tx.fence.deploymentId],
  );
}
