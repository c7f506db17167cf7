import { terminalStates } from "@windlass/contracts/deployment-state";
import { LeaseLostError, type Executor, type Fence } from "./fence.js";

/**
 * Remembers, before it is made, that a change set of the deployment may be on this stack: whatever becomes of the deployment, it is
 * executed or deleted again. Throws LeaseLostError.
 */
export async function openChangeSet(db: Executor, fence: Fence, stackName: string): Promise<void> {
  const { rows } = await db.query("UPDATE deployments SET open_change_set = $3 WHERE id = $1 AND lease_epoch = $2 RETURNING id", [
    fence.deploymentId,
    fence.epoch,
    stackName,
  ]);
  if (rows.length === 0) throw new LeaseLostError(fence);
}

/** The stack on which a deployment that has ended may have left its change set; null where it left none. */
export async function findOpenChangeSet(db: Executor, deploymentId: string): Promise<string | null> {
  const { rows } = await db.query<{ open_change_set: string | null }>("SELECT open_change_set FROM deployments WHERE id = $1 AND state = ANY ($2::text[])", [
    deploymentId,
    terminalStates,
  ]);
  return rows[0]?.open_change_set ?? null;
}

/** The change set is gone. */
export async function closeChangeSet(db: Executor, deploymentId: string): Promise<void> {
  await db.query("UPDATE deployments SET open_change_set = NULL WHERE id = $1", [deploymentId]);
}
