import { createDatabase, withClient } from "./create-database.js";
import { withSchemaEngine } from "./schema-engine.js";
import { readMigrations, readSchema } from "./schema-files.js";

/** Any number will do, as long as every Windlass process takes the same. */
const migrationLock = 7_301_462;

/**
 * Creates the database when it is missing and applies the pending migrations, as `prisma migrate deploy` would:
 * the history is in `_prisma_migrations`. Processes that start together wait for each other.
 * Throws when the database cannot be reached or a migration fails.
 */
export async function migrate({ url }: { url: string }): Promise<{ applied: string[] }> {
  await createDatabase(url);
  const migrationsList = await readMigrations();
  const schema = await readSchema();
  return withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    const filters = { externalTables: [], externalEnums: [] };
    const { appliedMigrationNames } = await withSchemaEngine(url, schema, (engine) => engine.applyMigrations({ migrationsList, filters }));
    return { applied: appliedMigrationNames };
  });
}
