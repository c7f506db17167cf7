import type { DeploymentSummary, RollbackPreview } from "@windlass/contracts/deployment";
import { artifactSchema } from "@windlass/contracts/release";
import type { Database } from "@windlass/database/database";
import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";
import { contentColumns, openContent } from "../release/release-content.js";
import type { Keyring } from "../sealing.js";
import type { StageAddress } from "../stage/find-stage.js";
import { compareReleases, type ComparableRelease } from "./compare-releases.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "./deployment-summary.js";
import { findRollbackTarget } from "./find-rollback-target.js";

export type PreviewRequest = { stage: StageAddress; to?: number | undefined; keyring: Keyring };

/**
 * What a roll-back would put back: which functions get other code, which resources come, change and go. Throws what
 * asking for the roll-back would throw.
 */
export async function previewRollback(context: OperationContext, request: PreviewRequest): Promise<RollbackPreview> {
  authorize(context, "deployment:read");
  const { db } = context;
  const goal = await findRollbackTarget(db, request.stage, request.to);
  const [target, current, from, to] = await Promise.all([
    readSummary(db, "d.stage_id = $1 AND d.number = $2", [goal.stageId, goal.deploymentNumber]),
    goal.currentDeploymentId === null ? null : readSummary(db, "d.id = $1", [goal.currentDeploymentId]),
    readRelease(db, request.keyring, goal.currentReleaseId),
    readRelease(db, request.keyring, goal.releaseId),
  ]);
  if (target === null) throw new Error(`Deployment ${goal.deploymentNumber} was just found and is gone.`);
  return { target, current, ...compareReleases(from, to) };
}

async function readSummary(db: Database, where: string, values: unknown[]): Promise<DeploymentSummary | null> {
  const { rows } = await db.pool.query<SummaryRow>(`SELECT ${summaryColumns} FROM ${summaryTables} WHERE ${where}`, values);
  return rows[0] ? toSummary(rows[0]) : null;
}

async function readRelease(db: Database, keyring: Keyring, id: string): Promise<ComparableRelease> {
  const row = await db.prisma.release.findUniqueOrThrow({ where: { id }, select: { ...contentColumns, artifacts: true } });
  return { template: openContent(row, keyring).template, artifacts: z.array(artifactSchema).parse(row.artifacts) };
}
