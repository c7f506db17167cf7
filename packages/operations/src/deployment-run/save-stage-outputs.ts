import type { Endpoint, Output } from "@windlass/contracts/deployment";
import type { FencedTransaction } from "./fence.js";

/** Keeps what the stage's own release offers after it was put back: an API that was made anew has another address. */
export async function saveStageOutputs(tx: FencedTransaction, found: { outputs: Output[]; endpoints: Endpoint[] }): Promise<void> {
  await tx.query("UPDATE stages s SET outputs = $2, endpoints = $3 FROM deployments d WHERE d.id = $1 AND s.id = d.stage_id", [
    tx.fence.deploymentId,
    JSON.stringify(found.outputs),
    JSON.stringify(found.endpoints),
  ]);
}
