import type { Database, DatabaseClient } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { isUnavailable } from "@windlass/database/is-unavailable";

/** Runs writes by Prisma that belong together, and their audit event. Rolls back what `work` throws, and throws it. */
export function inTransaction<T>(db: Database, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return db.prisma.$transaction(work, { maxWait: 5_000, timeout: 10_000 });
}

/** The same for statements written by hand. */
export async function inSqlTransaction<T>(db: Database, work: (client: DatabaseClient) => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  let broken = false;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // Behind a statement that was never answered, a ROLLBACK would wait as long again. Without its connection the transaction ends anyway.
    broken = isUnavailable(error) || !(await client.query("ROLLBACK").then(() => true, () => false));
    throw error;
  } finally {
    client.release(broken);
  }
}
