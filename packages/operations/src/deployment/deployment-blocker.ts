import type { Blocker } from "@windlass/contracts/deployment";
import { activeStates, type DeploymentState } from "@windlass/contracts/deployment-state";

/**
 * The deployment that `d` waits for: the one that holds the stage, else the oldest that waits before it. Joined
 * laterally; the list of active states is a constant of the contract.
 */
export const blockerTable = `LATERAL (
    SELECT o.number, o.state FROM deployments o
    WHERE o.stage_id = d.stage_id AND o.id <> d.id AND d.state = 'queued'
      AND (o.state IN (${activeStates.map((state) => `'${state}'`).join(", ")}) OR (o.state = 'queued' AND o.number < d.number))
    ORDER BY o.state = 'queued', o.number LIMIT 1
  ) b ON true`;

export const blockerColumns = "d.wait_reason, b.number AS blocker_number, b.state AS blocker_state";

export type BlockerRow = {
  state: DeploymentState;
  wait_reason: string | null;
  blocker_number: number | null;
  blocker_state: DeploymentState | null;
};

/** Why a deployment waits and for what; null when it runs or has ended. */
export function toBlocker(row: BlockerRow): Blocker | null {
  if (row.wait_reason !== null) return { reason: "stack_busy", message: row.wait_reason, deploymentNumber: null };
  if (row.state !== "queued") return null;
  if (row.blocker_number === null) {
    return { reason: "waiting_for_worker", message: "Waits for a worker.", deploymentNumber: null };
  }
  if (row.blocker_state === "queued") {
    return { reason: "older_first", message: `Deployment ${row.blocker_number} goes first.`, deploymentNumber: row.blocker_number };
  }
  return { reason: "stage_busy", message: `Deployment ${row.blocker_number} holds the stage.`, deploymentNumber: row.blocker_number };
}
