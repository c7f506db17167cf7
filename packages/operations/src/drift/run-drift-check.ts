import { driftFindingsSchema, type DriftFindings } from "@windlass/contracts/drift";
import type { ProblemDetail } from "@windlass/contracts/error";
import type { Database } from "@windlass/database/database";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import { toStoredRelease } from "../deployment-run/stored-release.js";
import type { StoredRelease } from "../deployment-run/deployment-run.js";
import { openParameters } from "../stage/open-parameters.js";
import type { Keyring } from "../sealing.js";

/** A worker that began a check and did not end it in this time is taken to be dead. */
export const driftCheckMinutes = 10;

export type DriftRun = {
  id: string;
  stageId: string;
  /** By the database's clock: who else begins the check has another. */
  startedAt: Date;
  region: string;
  access: AccountAccess;
  stackName: string;
  release: StoredRelease;
  /** What the last check of the same deployment saw of values that only CloudFormation knows. */
  observed: DriftFindings["observed"];
  secrets: string[];
};

/** Takes a check that waits, or that a dead worker left. Null when another has it, it ended, or the stage runs nothing any more. */
export async function beginDriftCheck(db: Database, keyring: Keyring, id: string): Promise<DriftRun | null> {
  const { rows } = await db.pool.query<{ stage_id: string; started_at: Date }>(
    `UPDATE drift_checks SET state = 'running', started_at = now()
     WHERE id = $1 AND finished_at IS NULL AND (state = 'queued' OR started_at < now() - make_interval(mins => $2))
     RETURNING stage_id, started_at`,
    [id, driftCheckMinutes],
  );
  const begun = rows[0];
  if (!begun) return null;
  const stage = await db.prisma.stage.findUniqueOrThrow({ where: { id: begun.stage_id }, include: { account: true, parameters: true, currentRelease: true } });
  if (!stage.currentRelease) {
    await db.pool.query("DELETE FROM drift_checks WHERE id = $1", [id]);
    return null;
  }
  const access = accountAccess(stage.account, keyring);
  return {
    id,
    stageId: stage.id,
    startedAt: begun.started_at,
    region: stage.region,
    access,
    stackName: stage.currentRelease.stackName,
    release: toStoredRelease(stage.currentRelease, keyring),
    observed: await readObserved(db, stage),
    secrets: [
      ...(access.kind === "keys" ? [access.secretAccessKey] : []),
      ...openParameters(stage.parameters, keyring).filter(({ secret }) => secret).map(({ value }) => value),
    ],
  };
}

async function readObserved(db: Database, stage: { id: string; currentDeploymentId: string | null }): Promise<DriftFindings["observed"]> {
  if (stage.currentDeploymentId === null) return {};
  const deployment = await db.prisma.deployment.findUnique({ where: { id: stage.currentDeploymentId }, select: { finishedAt: true } });
  if (!deployment?.finishedAt) return {};
  const last = await db.prisma.driftCheck.findFirst({
    where: { stageId: stage.id, state: "done", startedAt: { gte: deployment.finishedAt } },
    orderBy: { id: "desc" },
  });
  return last === null ? {} : driftFindingsSchema.parse(last.result).observed;
}

export type DriftEnd = { findings: DriftFindings } | { error: ProblemDetail };

/** Ends a check with what it found, unless another worker has begun it anew. */
export async function endDriftCheck(db: Database, run: Pick<DriftRun, "id" | "startedAt">, end: DriftEnd): Promise<void> {
  const [state, result, error] = "findings" in end ? ["done", end.findings, null] : ["failed", null, end.error];
  await db.pool.query(
    `UPDATE drift_checks SET state = $3, result = $4, error = $5, finished_at = now()
     WHERE id = $1 AND finished_at IS NULL AND started_at = $2`,
    [run.id, run.startedAt, state, result === null ? null : JSON.stringify(result), error === null ? null : JSON.stringify(error)],
  );
}

/** Whether a deployment has changed, or is changing, what the check compares. */
export async function wasDisturbed(db: Database, run: Pick<DriftRun, "stageId" | "startedAt">): Promise<boolean> {
  const { rows } = await db.pool.query(
    `SELECT 1 FROM deployments WHERE stage_id = $1 AND (
       state IN ('deploying', 'verifying', 'rolling_back') OR (finished_at >= $2 AND started_at IS NOT NULL)) LIMIT 1`,
    [run.stageId, run.startedAt],
  );
  return rows.length > 0;
}
