import type { Commit } from "@windlass/contracts/release";
import type { FencedTransaction } from "./fence.js";

/** Keeps the commit that a ref was resolved to, so that a second run of the deployment builds the same one. */
export async function saveCommit(tx: FencedTransaction, commit: Commit): Promise<void> {
  await tx.query(
    `UPDATE deployments SET commit_sha = $2, commit_message = $3, commit_author = $4, committed_at = $5 WHERE id = $1`,
    [tx.fence.deploymentId, commit.sha, commit.message, commit.author, commit.committedAt],
  );
}
