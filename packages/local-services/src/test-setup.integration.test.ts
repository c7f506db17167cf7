import pg from "pg";
import { expect, inject, test } from "vitest";

test("integration tests are given a Postgres, a Redis and a sandbox that answer", async () => {
  const client = new pg.Client({ connectionString: inject("databaseUrl") });
  await client.connect();
  const { rows } = await client.query("select current_setting('server_version_num')::int as version");
  await client.end();
  expect(rows[0].version).toBeGreaterThanOrEqual(180_000);
  expect(new URL(inject("redisUrl")).protocol).toBe("redis:");
  const health = await fetch(`${inject("sandboxUrl")}/_ministack/health`);
  expect(health.status).toBe(200);
});
