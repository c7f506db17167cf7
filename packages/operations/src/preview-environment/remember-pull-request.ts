import type { PullRequest } from "@windlass/contracts/forge";
import type { Database } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";

export type SeenPull = { repositoryId: string; pull: PullRequest };

/** Keeps what a forge said of a pull request, unless something later is known of it. Gives its id, or null then. */
export async function rememberPullRequest({ pool }: Pick<Database, "pool">, { repositoryId, pull }: SeenPull): Promise<string | null> {
  const { number, title, url, state, isDraft, labels, author, isFork, head, base, updatedAt } = pull;
  const { rows } = await pool.query<{ id: string }>(rememberSql, [
    uuidv7(),
    repositoryId,
    number,
    title.slice(0, 500),
    url,
    state,
    isDraft,
    JSON.stringify(labels),
    author?.id ?? null,
    author?.login ?? null,
    isFork,
    head.sha,
    head.ref,
    head.repository,
    base.ref,
    updatedAt,
    state === "open" ? null : updatedAt,
  ]);
  return rows[0]?.id ?? null;
}

const columns = "title, url, state, is_draft, labels, author_id, author_login, is_fork, head_sha, head_ref, head_repository, base_ref, updated_at, closed_at";

/** The forge's clock has seconds: of two in one second the one that is heard of later counts. */
const rememberSql = `
  INSERT INTO pull_requests AS known (id, repository_id, number, ${columns})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14, $15, $16::timestamptz, $17::timestamptz)
  ON CONFLICT (repository_id, number) DO UPDATE SET (${columns}) = ROW(${columns.replaceAll(/(\w+)/g, "excluded.$1")})
  WHERE known.updated_at <= excluded.updated_at
  RETURNING id`;
