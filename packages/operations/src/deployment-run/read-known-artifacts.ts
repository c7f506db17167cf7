import { artifactSchema, type Artifact } from "@windlass/contracts/release";
import type { Database } from "@windlass/database/database";
import { z } from "zod";

/**
 * The artifacts of what a stage runs, and of the release that is promoted to it: where the bucket has bytes already that a
 * new release may be made of. Of the same bytes the stage's own come last.
 */
export async function readKnownArtifacts(db: Database, input: { stageId: string; promotedReleaseId: string | null }): Promise<Artifact[]> {
  const { rows } = await db.pool.query<{ artifacts: unknown }>(
    `SELECT r.artifacts FROM releases r JOIN stages s ON s.id = $1
     WHERE r.id = s.current_release_id OR r.id = $2::uuid ORDER BY (r.id = s.current_release_id) NULLS FIRST`,
    [input.stageId, input.promotedReleaseId],
  );
  return rows.flatMap((row) => z.array(artifactSchema).parse(row.artifacts));
}
