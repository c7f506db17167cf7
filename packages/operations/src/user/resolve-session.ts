import { roleSchema } from "@windlass/contracts/permission";
import type { Database } from "@windlass/database/database";
import type { UserContext } from "../token/token-owner.js";

/** A session's person and rights, and the row that ends with it. */
export type ResolvedSession = { context: UserContext; sessionId: string; email: string };

type Row = { id: string; user_id: string; name: string; email: string; role: string };

const sessionSql = `SELECT s.id, u.id AS user_id, u.name, u.email, u.role FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.token = $1 AND s.expires_at > now() + $2 * interval '1 second'`;

/**
 * Who a session belongs to, in one statement; null when it is unknown, has ended, or ends within `leftSeconds`.
 */
export async function resolveSession(db: Database, input: { token: string; leftSeconds: number }): Promise<ResolvedSession | null> {
  const { rows } = await db.pool.query<Row>({ name: "resolve-session", text: sessionSql, values: [input.token, input.leftSeconds] });
  const row = rows[0];
  if (!row) return null;
  const actor = { type: "user", id: row.user_id, label: row.name } as const;
  return { context: { db, actor, role: roleSchema.parse(row.role), userId: row.user_id }, sessionId: row.id, email: row.email };
}
