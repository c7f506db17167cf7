import { WindlassError } from "@windlass/contracts/error";
import type { StageHold } from "@windlass/contracts/freeze-window";
import type { Executor } from "../deployment-run/fence.js";
import { holdColumns, holdOf, type HoldRow } from "./stage-hold.js";

/** Why nothing of a stage leaves the queue now, by the database's clock; null when nothing holds it. */
export async function readStageHold(db: Executor, stageId: string): Promise<StageHold | null> {
  const { rows } = await db.query<HoldRow & { now: Date }>(`SELECT ${holdColumns}, now() AS now FROM stages s WHERE s.id = $1`, [stageId]);
  const row = rows[0];
  return row ? holdOf(row, row.now.getTime()) : null;
}

/**
 * For what must not happen during a freeze, such as approving a plan: throws `stage_frozen` while the deployment's stage is
 * frozen or paused and nobody has overridden that for this deployment.
 */
export async function throwIfHeld(db: Executor, deploymentId: string): Promise<void> {
  const { rows } = await db.query<HoldRow & { now: Date; number: number }>(
    `SELECT ${holdColumns}, now() AS now, d.number FROM deployments d JOIN stages s ON s.id = d.stage_id
     WHERE d.id = $1 AND d.freeze_overridden_by IS NULL`,
    [deploymentId],
  );
  const row = rows[0];
  const hold = row ? holdOf(row, row.now.getTime()) : null;
  if (row && hold) throw new WindlassError("stage_frozen", `Deployment ${row.number} cannot go on now. ${hold.message}.`);
}
