import type { FencedTransaction } from "./fence.js";

/** Names a release that was built before as the one that the deployment brings. */
export async function reuseRelease(tx: FencedTransaction, releaseId: string): Promise<void> {
  await tx.query("UPDATE deployments SET release_id = $2 WHERE id = $1", [tx.fence.deploymentId, releaseId]);
}

/** Keeps with a release what it was built from, so that the same need not be built again. */
export async function saveInputsDigest(tx: FencedTransaction, input: { releaseId: string; inputsDigest: string | null }): Promise<void> {
  await tx.query("UPDATE releases SET inputs_digest = $2 WHERE id = $1", [input.releaseId, input.inputsDigest]);
}
