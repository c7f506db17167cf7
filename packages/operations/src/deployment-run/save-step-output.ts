import type { StepName } from "@windlass/contracts/step";
import type { FencedTransaction } from "./fence.js";

/** Replaces what a step that has ended keeps for those after it; its state and times stay. */
export async function saveStepOutput(tx: FencedTransaction, name: StepName, output: unknown): Promise<void> {
  await tx.query("UPDATE steps SET output = $3 WHERE deployment_id = $1 AND name = $2", [tx.fence.deploymentId, name, JSON.stringify(output)]);
}
