import { countChanges } from "@windlass/cloudformation/count-changes";
import type { DeploymentSummary } from "@windlass/contracts/deployment";
import { policyLevelSchema, type Finding } from "@windlass/contracts/finding";
import type { Artifact } from "@windlass/contracts/release";
import type { RollbackPreview } from "@windlass/contracts/rollback";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { Database } from "@windlass/database/database";
import { z } from "zod";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import { authorize, type OperationContext } from "../context.js";
import { toStoredRelease } from "../deployment-run/stored-release.js";
import { compareCode, compareResources } from "../release/compare-releases.js";
import { findFastPath } from "../release/fast-path.js";
import { compareParameters, parameterVersions, parameterVersionsSchema } from "../release/parameter-versions.js";
import type { Keyring } from "../sealing.js";
import { openParameters } from "../stage/open-parameters.js";
import { readSwappedFunctions } from "../stage/read-swapped-functions.js";
import type { StageAddress } from "../stage/find-stage.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "./deployment-summary.js";
import { findRollbackTarget } from "./find-rollback-target.js";
import { findingsOf } from "./list-findings.js";

export type PreviewRequest = { stage: StageAddress; to?: number | undefined; keyring: Keyring };

/** A preview, and what has to be asked of AWS to complete it. */
export type OpenRollbackPreview = {
  preview: Omit<RollbackPreview, "artifacts">;
  artifacts: Artifact[];
  /** For reading the bucket, never for an answer. */
  access: AccountAccess;
  region: string;
};

/**
 * What a roll-back would do, from the stored releases alone: neither git nor a build is needed. Throws what asking for the
 * roll-back would throw.
 */
export async function openRollbackPreview(context: OperationContext, request: PreviewRequest): Promise<OpenRollbackPreview> {
  authorize(context, "deployment:read");
  const { db } = context;
  const goal = await findRollbackTarget(db, request.stage, request.to);
  const [target, current, stage, from, to, swapped, findings] = await Promise.all([
    readSummary(db, "d.stage_id = $1 AND d.number = $2", [goal.stageId, goal.deploymentNumber]),
    goal.currentDeploymentId === null ? null : readSummary(db, "d.id = $1", [goal.currentDeploymentId]),
    db.prisma.stage.findUniqueOrThrow({ where: { id: goal.stageId }, include: { account: true, parameters: true } }),
    db.prisma.release.findUniqueOrThrow({ where: { id: goal.currentReleaseId } }),
    db.prisma.release.findUniqueOrThrow({ where: { id: goal.releaseId } }),
    readSwappedFunctions(db, goal.stageId),
    findingsOf(db, goal.releaseId),
  ]);
  if (target === null) throw new Error(`Deployment ${goal.deploymentNumber} was just found and is gone.`);
  const [before, after] = [from, to].map((row) => ({ ...toStoredRelease(row, request.keyring), shownTemplate: row.resolvedConfig === null ? null : (row.shownTemplate ?? row.template) }));
  if (!before || !after) throw new Error("Two releases were just read.");
  const resources = compareResources(before, after);
  const fast = findFastPath({ current: before, target: after, swapped, stage: { status: stage.status, settings: stageSettingsSchema.parse(stage.settings) } });
  const versions = parameterVersionsSchema.parse(to.parameterVersions);
  const today = parameterVersions(openParameters(stage.parameters, request.keyring), { stageId: stage.id, keyring: request.keyring });
  return {
    preview: {
      target,
      current,
      fast: { possible: fast.possible, reason: fast.possible ? null : fast.reason },
      functions: compareCode(before, after),
      resources,
      counts: countChanges(resources),
      policies: policiesToday(findings, stage.policyLevels),
      // Releases of before kept none; nor do those that were built without any.
      parameters: { known: Object.keys(versions).length > 0 || stage.parameters.length === 0, different: Object.keys(versions).length > 0 ? compareParameters(versions, today) : [] },
    },
    artifacts: after.artifacts,
    access: accountAccess(stage.account, request.keyring),
    region: stage.region,
  };
}

/** What the rules said when the release was built, weighed by the levels of today. Rules are not run again. */
function policiesToday(findings: readonly Finding[], stored: unknown): RollbackPreview["policies"] {
  const levels = z.record(z.string(), policyLevelSchema).parse(stored);
  const checked = new Set(findings.map(({ rule }) => rule));
  const today = findings.map((finding) => ({ ...finding, level: levels[finding.rule] ?? finding.level }));
  return {
    failing: today.filter(({ outcome, level }) => outcome === "fail" && level !== "off"),
    unchecked: Object.entries(levels).flatMap(([rule, level]) => (level !== "off" && !checked.has(rule) ? [rule] : [])).toSorted(),
  };
}

async function readSummary(db: Database, where: string, values: unknown[]): Promise<DeploymentSummary | null> {
  const { rows } = await db.pool.query<SummaryRow>(`SELECT ${summaryColumns} FROM ${summaryTables} WHERE ${where}`, values);
  return rows[0] ? toSummary(rows[0]) : null;
}
