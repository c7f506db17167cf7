import { LeaseLostError, type Executor, type Fence } from "./fence.js";

/** Says on a deployment what became of a cancellation that could not stop it. Throws LeaseLostError. */
export async function noteCancellation(db: Executor, fence: Fence, note: string): Promise<void> {
  const { rows } = await db.query("UPDATE deployments SET cancel_note = $3 WHERE id = $1 AND lease_epoch = $2 RETURNING id", [
    fence.deploymentId,
    fence.epoch,
    note,
  ]);
  if (rows.length === 0) throw new LeaseLostError(fence);
}
