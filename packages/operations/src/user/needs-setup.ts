import type { Database } from "@windlass/database/database";

/** Whether nobody can sign in yet. Public: it is what the first page asks. */
export async function needsSetup(db: Database): Promise<boolean> {
  const { rows } = await db.pool.query<{ found: boolean }>("SELECT EXISTS (SELECT 1 FROM users) AS found");
  return rows[0]?.found !== true;
}
