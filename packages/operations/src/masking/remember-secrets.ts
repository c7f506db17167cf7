import type { Executor } from "../deployment-run/fence.js";
import { digestsOf, type DigestKeys } from "./secret-digest.js";

/** Remembers every form of these secrets by its digest, so that later readers find them in texts. May run again and again. */
export async function rememberSecrets(db: Executor, input: { stageId: string; secrets: readonly string[]; keys: DigestKeys }): Promise<void> {
  const digests = digestsOf(input.secrets, input.keys);
  if (digests.length === 0) return;
  await db.query(
    `INSERT INTO secret_digests (stage_id, digest, length)
     SELECT $1::uuid, d.digest, d.length FROM unnest($2::bytea[], $3::int[]) AS d (digest, length)
     ON CONFLICT DO NOTHING`,
    [input.stageId, digests.map(({ digest }) => digest), digests.map(({ length }) => length)],
  );
}
