import type { Database } from "@windlass/database/database";

export type SeenPush = { repositoryId: string; ref: string; /** Null where the ref was deleted. */ sha: string | null };

/** Notes where a push has put a ref, so that it is not taken for one that was missed. */
export async function rememberHead(db: Database, { repositoryId, ref, sha }: SeenPush): Promise<void> {
  if (sha === null) {
    await db.pool.query("DELETE FROM branch_heads WHERE repository_id = $1 AND ref = $2", [repositoryId, ref]);
    return;
  }
  await db.pool.query(
    `INSERT INTO branch_heads (repository_id, ref, sha) VALUES ($1, $2, $3)
     ON CONFLICT (repository_id, ref) DO UPDATE SET sha = excluded.sha, seen_at = now(), moved_to = NULL, moved_at = NULL`,
    [repositoryId, ref, sha],
  );
}
