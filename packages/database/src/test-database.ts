import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import { withClient, withDatabase } from "./create-database.js";
import { migrate } from "./migrate.js";
import { readMigrations } from "./schema-files.js";

const templateLock = 7_301_463;

/**
 * A database of its own for a test file: a clone of a migrated template, which the first caller makes. `adminUrl`
 * needs the right to create databases. `drop` closes what is still connected.
 */
export async function createTestDatabase(adminUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `windlass_test_${randomBytes(6).toString("hex")}`;
  const template = await templateName();
  await withClient(adminUrl, async (client) => {
    await ensureTemplate(client, template, adminUrl);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    url: withDatabase(adminUrl, name),
    drop: () => withClient(adminUrl, async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

async function templateName(): Promise<string> {
  const { migrationDirectories } = await readMigrations();
  const hash = createHash("sha256").update(JSON.stringify(migrationDirectories)).digest("hex").slice(0, 12);
  return `windlass_template_${hash}`;
}

/** Migrated under another name and renamed, so that a template that exists is complete. */
async function ensureTemplate(client: pg.Client, template: string, adminUrl: string): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1)", [templateLock]);
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (found.rowCount === 1) return;
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await migrate({ url: withDatabase(adminUrl, draft) });
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [templateLock]);
  }
}
