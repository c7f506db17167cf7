import { stateOfStep } from "@windlass/contracts/step";
import { stepsOfKind, type DeploymentKind } from "@windlass/contracts/deployment-kind";
import { isBefore } from "../deployment/deployment-blocker.js";
import { holdColumns, holdOf, type HoldRow } from "../freeze/stage-hold.js";
import { isUniqueViolation } from "../postgres-error.js";
import { advanceDeployment } from "./advance-deployment.js";
import { followSuperseding, needColumn, skipReason, type Need } from "./deployment-needs.js";
import type { Executor, Fence } from "./fence.js";

export type AdmitOutcome =
  | { outcome: "admitted"; state: "preparing" | "planning" }
  /** The stage has an active deployment, or an older one waits; that one's end wakes this one. */
  | { outcome: "busy"; deploymentNumber: number | null }
  /** The stage is paused or frozen; the end of that, or an override, wakes this one. */
  | { outcome: "held"; message: string; until: string | null }
  /** What it depends on has not ended; its end wakes this one. */
  | { outcome: "waiting"; need: Need }
  /** What it depends on ended otherwise than well: so it has ended too. */
  | { outcome: "skipped"; need: Need }
  /** No longer queued, or another worker's now. */
  | { outcome: "gone" };

/** The state in which a deployment of this kind begins: only what has something to prepare is prepared. */
export function firstStateOf(kind: DeploymentKind): "preparing" | "planning" {
  return stateOfStep[stepsOfKind[kind][0]];
}

type Row = HoldRow & { kind: DeploymentKind; overridden: boolean; now: Date; blocker: number | null; need: Need | null };

/**
 * Lets a queued deployment begin when its stage is free, nothing holds the stage, no older one waits and what it depends on has
 * succeeded; ends it where that cannot be any more. Two workers may try at once: the partial unique index lets one in.
 */
export async function admitDeployment(db: Executor, fence: Fence): Promise<AdmitOutcome> {
  const { rows } = await db.query<Row>(
    `SELECT d.kind, d.freeze_overridden_by IS NOT NULL AS overridden, now() AS now, ${holdColumns},
            (SELECT o.number FROM deployments o WHERE ${isBefore} ORDER BY o.state = 'queued', o.number LIMIT 1) AS blocker, ${needColumn}
     FROM deployments d JOIN stages s ON s.id = d.stage_id
     WHERE d.id = $1 AND d.lease_epoch = $2 AND d.state = 'queued'`,
    [fence.deploymentId, fence.epoch],
  );
  const row = rows[0];
  if (!row) return { outcome: "gone" };
  const { need } = row;
  if (need?.state === "superseded" && (await followSuperseding(db, fence.deploymentId))) return admitDeployment(db, fence);
  if (need?.ended) {
    const { moved } = await advanceDeployment(db, fence, { from: "queued", to: "cancelled", error: skipReason(need) });
    return moved ? { outcome: "skipped", need } : { outcome: "gone" };
  }
  const hold = row.overridden ? null : holdOf(row, row.now.getTime());
  if (hold) return { outcome: "held", message: hold.message, until: hold.until };
  if (need) return { outcome: "waiting", need };
  if (row.blocker !== null) return { outcome: "busy", deploymentNumber: row.blocker };
  const to = firstStateOf(row.kind);
  try {
    const advanced = await advanceDeployment(db, fence, { from: "queued", to });
    return advanced.moved ? { outcome: "admitted", state: to } : { outcome: "gone" };
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: "busy", deploymentNumber: null };
    throw error;
  }
}
