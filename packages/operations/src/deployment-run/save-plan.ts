import type { Plan } from "@windlass/contracts/plan";
import type { FencedTransaction } from "./fence.js";

/** Keeps what the deployment will change. A new plan replaces an earlier one. */
export async function savePlan(tx: FencedTransaction, plan: Plan): Promise<void> {
  await tx.query("UPDATE deployments SET plan = $2 WHERE id = $1", [tx.fence.deploymentId, JSON.stringify(plan)]);
}
