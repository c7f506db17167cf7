import { endpointSchema, type Endpoint } from "@windlass/contracts/deployment";
import type { Commit } from "@windlass/contracts/release";
import { z } from "zod";
import type { Executor } from "./fence.js";

/** The release that a stage runs, as the deployment that made it current left it. */
export type CurrentRelease = {
  releaseId: string;
  number: number;
  commit: Commit;
  /** Keyed hash of what it was built from; null when building it again may give something else. */
  inputsDigest: string | null;
  /** See `StackResults`. */
  stackVersion: string | null;
  endpoints: Endpoint[];
};

type Row = {
  id: string;
  number: number;
  commit_sha: string;
  commit_message: string;
  commit_author: string;
  committed_at: Date | null;
  inputs_digest: string | null;
  stack_version: string | null;
  endpoints: unknown;
};

/**
 * Reads what the stage of a deployment runs. Null when it runs nothing, or when a later deployment has begun to change
 * something in AWS, however that ended: then nobody knows without asking.
 */
export async function readCurrentRelease(db: Executor, deploymentId: string): Promise<CurrentRelease | null> {
  const { rows } = await db.query<Row>(
    `SELECT r.id, r.number, r.commit_sha, r.commit_message, r.commit_author, r.committed_at, r.inputs_digest,
            c.stack_version, c.endpoints
     FROM deployments d JOIN stages s ON s.id = d.stage_id
          JOIN releases r ON r.id = s.current_release_id JOIN deployments c ON c.id = s.current_deployment_id
     WHERE d.id = $1 AND s.status IN ('live', 'deploying') AND r.collected_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM deployments later JOIN steps a ON a.deployment_id = later.id AND a.name = 'apply'
                       WHERE later.stage_id = d.stage_id AND later.number > c.number AND later.id <> d.id AND a.started_at IS NOT NULL)`,
    [deploymentId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    releaseId: row.id,
    number: row.number,
    commit: { sha: row.commit_sha, message: row.commit_message, author: row.commit_author, committedAt: row.committed_at?.toISOString() ?? null },
    inputsDigest: row.inputs_digest,
    stackVersion: row.stack_version,
    endpoints: z.array(endpointSchema).parse(row.endpoints),
  };
}
