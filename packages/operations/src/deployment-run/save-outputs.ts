import type { Endpoint, Output } from "@windlass/contracts/deployment";
import type { FencedTransaction } from "./fence.js";

/** Keeps the stack's outputs and the URLs at which the deployed service answers. */
export async function saveOutputs(tx: FencedTransaction, found: { outputs: Output[]; endpoints: Endpoint[] }): Promise<void> {
  await tx.query("UPDATE deployments SET outputs = $2, endpoints = $3 WHERE id = $1", [
    tx.fence.deploymentId,
    JSON.stringify(found.outputs),
    JSON.stringify(found.endpoints),
  ]);
}
