import { activeStates } from "@windlass/contracts/deployment-state";
import { stateOfStep } from "@windlass/contracts/step";
import { stepsOfKind, type DeploymentKind } from "@windlass/contracts/deployment-kind";
import { advanceDeployment } from "./advance-deployment.js";
import type { Executor, Fence } from "./fence.js";

export type AdmitOutcome =
  | { outcome: "admitted"; state: "preparing" | "planning" }
  /** The stage has an active deployment, or an older one waits; that one's end wakes this one. */
  | { outcome: "busy"; deploymentNumber: number | null }
  /** No longer queued, or another worker's now. */
  | { outcome: "gone" };

/** The state in which a deployment of this kind begins: only what has something to prepare is prepared. */
export function firstStateOf(kind: DeploymentKind): "preparing" | "planning" {
  return stateOfStep[stepsOfKind[kind][0]];
}

/**
 * Lets a queued deployment begin when its stage is free and no older one waits. Two workers may try at once: the
 * partial unique index lets one in.
 */
export async function admitDeployment(db: Executor, fence: Fence): Promise<AdmitOutcome> {
  const { rows } = await db.query<{ kind: DeploymentKind; blocker: number | null }>(
    `SELECT d.kind,
            (SELECT o.number FROM deployments o
             WHERE o.stage_id = d.stage_id AND o.id <> d.id
               AND (o.state = ANY ($3::text[]) OR (o.state = 'queued' AND o.number < d.number))
             ORDER BY o.number LIMIT 1) AS blocker
     FROM deployments d
     WHERE d.id = $1 AND d.lease_epoch = $2 AND d.state = 'queued'`,
    [fence.deploymentId, fence.epoch, activeStates],
  );
  const row = rows[0];
  if (!row) return { outcome: "gone" };
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

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
