import { WindlassError } from "@windlass/contracts/error";
import type { Commit } from "@windlass/contracts/release";
import type { Database } from "@windlass/database/database";
import { findStage, type StageAddress } from "../stage/find-stage.js";

export type RollbackTarget = {
  stageId: string;
  stageStatus: string;
  /** Number of a successful deployment of the release: what `to` names. */
  deploymentNumber: number;
  releaseId: string;
  releaseNumber: number;
  commit: Commit;
  currentReleaseId: string;
  currentDeploymentId: string | null;
};

type TargetRow = {
  id: string;
  number: number;
  release_id: string;
  release_number: number;
  commit_sha: string;
  commit_message: string;
  commit_author: string;
  committed_at: Date | null;
  collected_at: Date | null;
};

/**
 * What a roll-back goes to: the release of deployment `to`, else the newest successful release older than the
 * current one. Throws `not_deployed`, `release_not_found`, `nothing_to_roll_back_to`, `artifact_missing` where housekeeping took it, or `conflict` when the stage
 * runs that release already.
 */
export async function findRollbackTarget(db: Database, address: StageAddress, to: number | undefined): Promise<RollbackTarget> {
  const target = await findShippedRelease(db, address, to);
  if (target.releaseId === target.currentReleaseId && target.stageStatus === "live") {
    throw new WindlassError("conflict", `The stage runs release ${target.releaseNumber} already.`, {
      hint: "Pick an earlier or later deployment, or deploy again.",
    });
  }
  return target;
}

/** The same, whether the stage runs that release or not. Throws `not_deployed`, `release_not_found`, `nothing_to_roll_back_to`. */
export async function findShippedRelease(db: Database, address: StageAddress, to: number | undefined): Promise<RollbackTarget> {
  const stage = await findStage(db.prisma, address);
  if (stage.currentReleaseId === null) {
    throw new WindlassError("not_deployed", `Stage ${address.stage} of ${address.service} runs no release.`);
  }
  const row = to === undefined ? await findPrevious(db, stage.id) : await findNumber(db, stage.id, to);
  if (!row && to === undefined) {
    throw new WindlassError("nothing_to_roll_back_to", "There is no successful release before the current one.");
  }
  if (!row) throw new WindlassError("release_not_found", `Deployment ${to} has no release that can be rolled back to.`);
  if (row.collected_at !== null) {
    throw new WindlassError("artifact_missing", `Housekeeping took the code of release ${row.release_number} out of the bucket on ${row.collected_at.toISOString().slice(0, 10)}.`, {
      hint: `Deploy its commit ${row.commit_sha.slice(0, 12)} again.`,
    });
  }
  return {
    stageId: stage.id,
    stageStatus: stage.status,
    deploymentNumber: row.number,
    releaseId: row.release_id,
    releaseNumber: row.release_number,
    commit: commitOf(row),
    currentReleaseId: stage.currentReleaseId,
    currentDeploymentId: stage.currentDeploymentId,
  };
}

/** A deployment of the stage that succeeded, by its number, with what it brought there; null when there is none. */
export async function findShippedNumber(db: Database, stageId: string, number: number): Promise<ShippedRelease | null> {
  const row = await findNumber(db, stageId, number);
  if (!row) return null;
  const { rows } = await db.pool.query<{ upload: string | null }>(
    "SELECT options -> 'upload' ->> 'id' AS upload FROM deployments WHERE stage_id = $1 AND number = $2",
    [stageId, row.release_number],
  );
  return { deploymentId: row.id, releaseId: row.release_id, commit: commitOf(row), uploadId: rows[0]?.upload ?? null };
}

/** `uploadId`: the folder that the release was built of, where it was not the commit alone. */
export type ShippedRelease = { deploymentId: string; releaseId: string; commit: Commit; uploadId: string | null };

function commitOf(row: TargetRow): Commit {
  return { sha: row.commit_sha, message: row.commit_message, author: row.commit_author, committedAt: row.committed_at?.toISOString() ?? null };
}

/** The number that a roll-back without `to` would go to; null when there is none. */
export async function findPreviousNumber(db: Database, stageId: string): Promise<number | null> {
  return (await findPrevious(db, stageId))?.number ?? null;
}

const shipped = `deployments d JOIN releases r ON r.id = d.release_id
  WHERE d.stage_id = $1 AND d.state = 'succeeded' AND d.kind IN ('deploy', 'rollback')`;
const columns = `d.id, d.number, r.id AS release_id, r.number AS release_number,
  r.commit_sha, r.commit_message, r.commit_author, r.committed_at, r.collected_at`;

/** The deployment that built the release where that one succeeded, else the first that shipped it. */
async function findPrevious(db: Database, stageId: string): Promise<TargetRow | null> {
  const { rows } = await db.pool.query<TargetRow>(
    `SELECT ${columns} FROM ${shipped} AND r.collected_at IS NULL
       AND r.number < (SELECT c.number FROM stages s JOIN releases c ON c.id = s.current_release_id WHERE s.id = $1)
     ORDER BY r.number DESC, d.number LIMIT 1`,
    [stageId],
  );
  return rows[0] ?? null;
}

async function findNumber(db: Database, stageId: string, number: number): Promise<TargetRow | null> {
  const { rows } = await db.pool.query<TargetRow>(`SELECT ${columns} FROM ${shipped} AND d.number = $2`, [stageId, number]);
  return rows[0] ?? null;
}
