import type { DeploymentResults } from "@windlass/contracts/deployment-results";
import type { FencedTransaction } from "./fence.js";

/** Keeps what came of the deployment; a topic that is there already is replaced, others stay. */
export async function saveResults(tx: FencedTransaction, results: DeploymentResults): Promise<void> {
  await tx.query("UPDATE deployments SET results = results || $2::jsonb WHERE id = $1", [tx.fence.deploymentId, JSON.stringify(results)]);
}
