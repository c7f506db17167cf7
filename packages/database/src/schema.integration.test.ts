import pg from "pg";
import { expect, inject, test } from "vitest";
import { withClient, withDatabase } from "./create-database.js";
import { migrate } from "./migrate.js";
import { withSchemaEngine } from "./schema-engine.js";
import { readSchema } from "./schema-files.js";
import { createTestDatabase } from "./test-database.js";

/** Every column, index and constraint, as Postgres itself describes them. */
async function describeDatabase(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(`
      SELECT format('column %s.%s %s null=%s default=%s', c.table_name, c.column_name, format_type(a.atttypid, a.atttypmod), c.is_nullable, c.column_default) AS line
      FROM information_schema.columns c
      JOIN pg_attribute a ON a.attrelid = format('%I', c.table_name)::regclass AND a.attname = c.column_name
      WHERE c.table_schema = 'public' AND c.table_name <> '_prisma_migrations'
      UNION ALL
      SELECT format('index %s', indexdef) FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
      UNION ALL
      SELECT format('constraint %s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace AND conrelid <> '_prisma_migrations'::regclass
      ORDER BY line`);
    return rows.map(({ line }) => line);
  });
}

/** Makes a database of the schema alone, without the migrations, and describes it. */
async function describeSchema(schema: string): Promise<string[]> {
  const name = `windlass_schema_${process.pid}`;
  const admin = inject("databaseUrl");
  const url = withDatabase(admin, name);
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name}`));
  try {
    const { stdout } = await withSchemaEngine(url, schema, (engine) =>
      engine.diff({
        from: { tag: "empty" },
        to: { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: schema }] },
        script: true,
        exitCode: null,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    await withClient(url, (client) => client.query(`${stdout}; CREATE TABLE _prisma_migrations ()`));
    return await describeDatabase(url);
  } finally {
    await withClient(admin, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}

test("the schema and the migrations agree, and a difference would be found", async () => {
  const schema = await readSchema();
  const { url, drop } = await createTestDatabase(inject("databaseUrl"));
  try {
    const migrated = await describeDatabase(url);
    expect(migrated.length).toBeGreaterThan(200);
    expect(await describeSchema(schema)).toEqual(migrated);
    const changed = await describeSchema(schema.replace("model User {", "model User {\n  nickname String?"));
    expect(changed.filter((line) => !migrated.includes(line))).toEqual(["column users.nickname text null=YES default="]);
  } finally {
    await drop();
  }
});

test("migrating creates the database, applies each migration once, also when asked by several at once", async () => {
  const name = `windlass_migrate_${process.pid}`;
  const url = withDatabase(inject("databaseUrl"), name);
  try {
    const runs = await Promise.all([migrate({ url }), migrate({ url }), migrate({ url })]);
    const applied = runs.flatMap((run) => run.applied);
    expect(applied.length).toBeGreaterThan(0);
    expect(new Set(applied).size).toBe(applied.length);
    expect(await migrate({ url })).toEqual({ applied: [] });
  } finally {
    await withClient(inject("databaseUrl"), (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  }
});

test("a stage has one active deployment, whatever two writers do", async () => {
  const { url, drop } = await createTestDatabase(inject("databaseUrl"));
  try {
    await withClient(url, async (client) => {
      const { rows } = await client.query<{ indexdef: string }>("SELECT indexdef FROM pg_indexes WHERE indexname = 'deployments_one_active_per_stage'");
      expect(rows[0]?.indexdef).toMatch(/CREATE UNIQUE INDEX .* \(stage_id\) WHERE/);
    });
  } finally {
    await drop();
  }
});

test("a write tells what has changed, and an end of access is told", async () => {
  const { url, drop } = await createTestDatabase(inject("databaseUrl"));
  const heard: { channel: string; payload: unknown }[] = [];
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    client.on("notification", ({ channel, payload }) => heard.push({ channel, payload: payload?.startsWith("{") ? JSON.parse(payload) : payload }));
    await client.query("LISTEN windlass_changes; LISTEN windlass_outbox; LISTEN windlass_access");
    const id = "01936d5a-0000-7000-8000-000000000001";
    await client.query("INSERT INTO outbox (queue, key, payload) VALUES ('deliveries', 'k', '{}')");
    await client.query("INSERT INTO aws_accounts (id, name, kind, default_region) VALUES ($1, 'a', 'ambient', 'eu-central-1')", [id]);
    await client.query("INSERT INTO users (id, name, email) VALUES ($1, 'Ada', 'ada@example.org')", [id]);
    await client.query("UPDATE users SET role = 'admin'");
    await client.query("SELECT 1");
    expect(heard).toEqual([
      { channel: "windlass_outbox", payload: "" },
      { channel: "windlass_changes", payload: { entity: "account", id, stageId: null, serviceId: null } },
      { channel: "windlass_access", payload: id },
    ]);
  } finally {
    await client.end();
    await drop();
  }
});
