import type { Endpoint, Output } from "@windlass/contracts/deployment";
import type { FencedTransaction } from "./fence.js";

/** What a stack offers, and which state of the stack that was read of; null when there is no stack. */
export type StackResults = { outputs: Output[]; endpoints: Endpoint[]; stackVersion: string | null };

/** Keeps the stack's outputs and the URLs at which the deployed service answers. */
export async function saveOutputs(tx: FencedTransaction, found: StackResults): Promise<void> {
  await tx.query("UPDATE deployments SET outputs = $2, endpoints = $3, stack_version = $4 WHERE id = $1", [
    tx.fence.deploymentId,
    JSON.stringify(found.outputs),
    JSON.stringify(found.endpoints),
    found.stackVersion,
  ]);
}
