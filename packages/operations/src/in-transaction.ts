import type { Database, DatabaseClient } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";

/** Runs writes by Prisma that belong together, and their audit event. Rolls back what `work` throws, and throws it. */
export function inTransaction<T>(db: Database, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return db.prisma.$transaction(work, { maxWait: 5_000, timeout: 10_000 });
}

/** The same for statements written by hand. */
export async function inSqlTransaction<T>(db: Database, work: (client: DatabaseClient) => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
