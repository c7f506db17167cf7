import { LeaseLostError, type Executor, type Fence } from "./fence.js";

/** Says what a deployment waits for outside of Windlass; null when it waits no longer. Throws LeaseLostError. */
export async function setWaitReason(db: Executor, fence: Fence, reason: string | null): Promise<void> {
  const { rows } = await db.query(
    "UPDATE deployments SET wait_reason = $3 WHERE id = $1 AND lease_epoch = $2 RETURNING id",
    [fence.deploymentId, fence.epoch, reason],
  );
  if (rows.length === 0) throw new LeaseLostError(fence);
}
