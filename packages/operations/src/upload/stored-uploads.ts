import { terminalStates } from "@windlass/contracts/deployment-state";
import { uploadKeptDays } from "@windlass/contracts/upload";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { inTransaction } from "../in-transaction.js";

/** Held while an archive is put into its place, and while those that nobody needs are deleted. */
export async function lockUploads(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('windlass/uploads', 0))::text`;
}

/** What the archives take on the disk: one with the same content is there once. */
export async function storedBytes(prisma: Prisma.TransactionClient): Promise<number> {
  const rows = await prisma.$queryRaw<{ bytes: number | null }[]>`
    SELECT sum(size_bytes)::float8 AS bytes FROM (SELECT DISTINCT ON (hash) size_bytes FROM uploads) one`;
  return rows[0]?.bytes ?? 0;
}

/**
 * Forgets uploads that were not deployed for long, or not at all for a day, and has `sweep` delete the files of all hashes
 * but those that it is given. Returns how many it forgot.
 */
export async function sweepUploads(db: Database, sweep: (kept: ReadonlySet<string>) => Promise<void>): Promise<number> {
  return inTransaction(db, async (tx) => {
    await lockUploads(tx);
    // From when a deployment is last seen under way its time begins, however long it waits.
    await tx.$executeRaw`
      UPDATE uploads u SET used_at = now() FROM deployments d
      WHERE d.options -> 'upload' ->> 'id' = u.id::text AND NOT d.state = ANY (${[...terminalStates]})`;
    const forgotten = await tx.$executeRaw`
      DELETE FROM uploads WHERE COALESCE(used_at + ${uploadKeptDays} * interval '1 day', created_at + interval '1 day') < now()`;
    const rows = await tx.upload.findMany({ select: { hash: true }, distinct: ["hash"] });
    await sweep(new Set(rows.map(({ hash }) => hash)));
    return forgotten;
  });
}
