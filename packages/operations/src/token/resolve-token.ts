import { roleSchema } from "@windlass/contracts/permission";
import type { Database } from "@windlass/database/database";
import type { UserContext } from "./token-owner.js";
import { hashToken, isTokenForm } from "./token-secret.js";

/** A token's person and rights, and the row that ends with it. */
export type ResolvedToken = { context: UserContext; tokenId: string; name: string; email: string };

type Row = { id: string; token_name: string; user_id: string; user_name: string; email: string; role: string };

const tokenSql = `WITH found AS (
    SELECT t.id, t.name AS token_name, t.last_used_at, u.id AS user_id, u.name AS user_name, u.email, u.role
    FROM api_tokens t JOIN users u ON u.id = t.user_id
    WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
  ), used AS (
    UPDATE api_tokens t SET last_used_at = now() FROM found
    WHERE t.id = found.id AND (found.last_used_at IS NULL OR found.last_used_at < now() - interval '1 minute')
  )
  SELECT id, token_name, user_id, user_name, email, role FROM found`;

/**
 * Who sends this token; null when it is unknown, expired or revoked. That a token was used is written at most once
 * a minute.
 */
export async function resolveToken(db: Database, token: string): Promise<ResolvedToken | null> {
  if (!isTokenForm(token)) return null;
  const { rows } = await db.pool.query<Row>({ name: "resolve-token", text: tokenSql, values: [hashToken(token)] });
  const row = rows[0];
  if (!row) return null;
  const actor = { type: "token", id: row.id, label: `${row.user_name} (${row.token_name})` } as const;
  return {
    context: { db, actor, role: roleSchema.parse(row.role), userId: row.user_id },
    tokenId: row.id,
    name: row.user_name,
    email: row.email,
  };
}
