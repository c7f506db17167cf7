import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { Page, PageQuery } from "@windlass/contracts/page";
import type { ReleaseSummary } from "@windlass/contracts/release-config";
import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { versionColumn } from "./release-version.js";

type Row = {
  number: number;
  version: string;
  commit_sha: string;
  commit_message: string;
  commit_author: string;
  committed_at: Date | null;
  created_at: Date;
  state: DeploymentState;
  current: boolean;
  shipped: boolean;
  pinned_at: Date | null;
  pinned_by: string | null;
  collected_at: Date | null;
};

/** A stage's releases, newest first, whether they were deployed or failed. Throws `not_found` for the stage. */
export async function listReleases(context: OperationContext, input: PageQuery & { stage: StageAddress }): Promise<Page<ReleaseSummary>> {
  authorize(context, "service:read");
  const stage = await findStage(context.db.prisma, input.stage);
  const before = decodeCursor(input.cursor, z.coerce.number().int().positive());
  const { rows } = await context.db.pool.query<Row>(
    `SELECT r.number, ${versionColumn} AS version, r.commit_sha, r.commit_message, r.commit_author, r.committed_at,
            r.created_at, r.pinned_at, r.pinned_by, r.collected_at, built.state, r.id IS NOT DISTINCT FROM $4::uuid AS current,
            EXISTS (SELECT FROM deployments d
                    WHERE d.release_id = r.id AND d.state = 'succeeded' AND d.kind IN ('deploy', 'rollback')) AS shipped
     FROM releases r JOIN deployments built ON built.stage_id = r.stage_id AND built.number = r.number
     WHERE r.stage_id = $1 AND ($2::int IS NULL OR r.number < $2) ORDER BY r.number DESC LIMIT $3`,
    [stage.id, before, input.limit + 1, stage.currentReleaseId],
  );
  return toPage(rows, input.limit, { item: toReleaseSummary, key: (row) => row.number });
}

function toReleaseSummary(row: Row): ReleaseSummary {
  return {
    number: row.number,
    version: row.version,
    commit: {
      sha: row.commit_sha,
      message: row.commit_message,
      author: row.commit_author,
      committedAt: row.committed_at?.toISOString() ?? null,
    },
    createdAt: row.created_at.toISOString(),
    state: row.state,
    current: row.current,
    shipped: row.shipped,
    pinnedAt: row.pinned_at?.toISOString() ?? null,
    pinnedBy: row.pinned_by,
    collectedAt: row.collected_at?.toISOString() ?? null,
  };
}
