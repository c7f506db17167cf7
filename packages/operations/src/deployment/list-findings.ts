import { WindlassError } from "@windlass/contracts/error";
import { findingSchema, type Finding, type StageFindings } from "@windlass/contracts/finding";
import type { Page } from "@windlass/contracts/page";
import type { Database } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import type { DeploymentAddress } from "./read-deployment.js";

/** What the policy rules said of the deployment's release: failures first, the gravest first. Throws `not_found`. */
export async function listDeploymentFindings(context: OperationContext, address: DeploymentAddress): Promise<Page<Finding>> {
  authorize(context, "deployment:read");
  const deployment = await context.db.prisma.deployment.findFirst({
    where: { number: address.number, stage: { name: address.stage, service: { name: address.service } } },
    select: { releaseId: true },
  });
  if (!deployment) {
    throw new WindlassError("not_found", `Stage ${address.stage} of ${address.service} has no deployment ${address.number}.`);
  }
  const items = deployment.releaseId === null ? [] : await findingsOf(context.db, deployment.releaseId);
  return { items, nextCursor: null };
}

/** The same for a stage's current release, or for the last one that was checked when it runs none. Throws `not_found`. */
export async function readStageFindings(context: OperationContext, address: StageAddress): Promise<StageFindings> {
  authorize(context, "service:read");
  const stage = await findStage(context.db.prisma, address);
  const release = await context.db.prisma.release.findFirst({
    where: stage.currentReleaseId === null ? { stageId: stage.id, checkedAt: { not: null } } : { id: stage.currentReleaseId },
    orderBy: { number: "desc" },
    select: { id: true, number: true, checkedAt: true },
  });
  return {
    releaseNumber: release?.number ?? null,
    checkedAt: release?.checkedAt?.toISOString() ?? null,
    findings: release ? await findingsOf(context.db, release.id) : [],
  };
}

/** The findings of a release: failures first, the gravest first. */
export async function findingsOf(db: Database, releaseId: string): Promise<Finding[]> {
  const { rows } = await db.pool.query(
    `SELECT id, pack, rule, title, severity, level, outcome, logical_id AS "logicalId", resource_type AS "resourceType",
            template_path AS "templatePath", place, message, hint
     FROM findings WHERE release_id = $1
     ORDER BY outcome, array_position(ARRAY['mandatory', 'advisory', 'off'], level),
              array_position(ARRAY['critical', 'high', 'medium', 'low'], severity), rule, logical_id`,
    [releaseId],
  );
  return rows.map((row) => findingSchema.parse(row));
}
