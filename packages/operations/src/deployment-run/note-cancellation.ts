import { LeaseLostError, type Executor, type Fence } from "./fence.js";

/**
 * Says on a deployment what became of a cancellation that could not stop it, and takes the request back: another one may be
 * made of what it does then. Throws LeaseLostError.
 */
export async function noteCancellation(db: Executor, fence: Fence, note: string): Promise<void> {
  const { rows } = await db.query("UPDATE deployments SET cancel_note = $3, cancel_requested_at = NULL, cancel_requested_by = NULL WHERE id = $1 AND lease_epoch = $2 RETURNING id", [
    fence.deploymentId,
    fence.epoch,
    note,
  ]);
  if (rows.length === 0) throw new LeaseLostError(fence);
}
