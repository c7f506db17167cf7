import { LeaseLostError, type Executor, type Fence } from "./fence.js";
import { leaseDurationMs } from "./lease-duration.js";

/**
 * Renews a lease by the database's clock and tells whether somebody has asked to cancel. Also the check that goes
 * before every AWS call that changes something: after it, nobody can take over for the length of the lease.
 *
 * Throws LeaseLostError when another worker has taken over.
 */
export async function renewLease(db: Executor, fence: Fence): Promise<{ cancelRequestedBy: string | null }> {
  const { rows } = await db.query<{ requested: boolean; requested_by: string | null }>(
    `UPDATE deployments
     SET lease_expires_at = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE id = $1 AND lease_epoch = $2 AND lease_owner IS NOT NULL
     RETURNING cancel_requested_at IS NOT NULL AS requested, cancel_requested_by AS requested_by`,
    [fence.deploymentId, fence.epoch, leaseDurationMs],
  );
  const row = rows[0];
  if (!row) throw new LeaseLostError(fence);
  return { cancelRequestedBy: row.requested ? (row.requested_by ?? "somebody") : null };
}
