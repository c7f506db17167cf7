import { terminalStates, type DeploymentState } from "@windlass/contracts/deployment-state";
import type { Executor, Fence } from "./fence.js";
import { leaseDurationMs } from "./lease-duration.js";

export type AcquireOutcome =
  /** `takeovers` counts the workers that lost it since a step last ended; `previousOwner` is set when this one took over. */
  | { outcome: "acquired"; fence: Fence; state: DeploymentState; takeovers: number; previousOwner: string | null }
  | { outcome: "held"; owner: string; expiresInMs: number }
  /** The deployment has ended, or was deleted with its stage. */
  | { outcome: "ended" };

type Row = {
  state: DeploymentState;
  lease_owner: string | null;
  expires_in_ms: number | null;
  epoch: number | null;
  takeovers: number | null;
};

/**
 * Takes the lease of a deployment when nobody has it, or when its holder has let it expire. The epoch grows with
 * each holder, so that whatever an earlier holder still tries to write matches no row.
 */
export async function acquireLease(db: Executor, input: { deploymentId: string; owner: string }): Promise<AcquireOutcome> {
  const { rows } = await db.query<Row>(acquireSql, [input.deploymentId, input.owner, leaseDurationMs, terminalStates]);
  const row = rows[0];
  if (!row || terminalStates.some((state) => state === row.state)) return { outcome: "ended" };
  if (row.epoch === null || row.takeovers === null) {
    return { outcome: "held", owner: row.lease_owner ?? "", expiresInMs: Math.max(0, row.expires_in_ms ?? 0) };
  }
  return {
    outcome: "acquired",
    fence: { deploymentId: input.deploymentId, epoch: row.epoch },
    state: row.state,
    takeovers: row.takeovers,
    previousOwner: row.lease_owner,
  };
}

// clock_timestamp(), not now(): the statement may have waited for the row.
const acquireSql = `
  WITH before AS (
    SELECT id, state, lease_owner, lease_expires_at FROM deployments WHERE id = $1 FOR UPDATE
  ), taken AS (
    UPDATE deployments d
    SET lease_epoch = d.lease_epoch + 1,
        lease_owner = $2,
        lease_expires_at = clock_timestamp() + $3 * interval '1 millisecond',
        resume_at = NULL,
        takeovers = d.takeovers + (before.lease_owner IS NOT NULL)::int
    FROM before
    WHERE d.id = before.id
      AND before.state <> ALL ($4::text[])
      AND (before.lease_owner IS NULL OR before.lease_expires_at < clock_timestamp())
    RETURNING d.id, d.lease_epoch, d.takeovers
  )
  SELECT before.state,
         before.lease_owner,
         (extract(epoch FROM before.lease_expires_at - clock_timestamp()) * 1000)::float8 AS expires_in_ms,
         taken.lease_epoch AS epoch,
         taken.takeovers
  FROM before LEFT JOIN taken USING (id)`;
