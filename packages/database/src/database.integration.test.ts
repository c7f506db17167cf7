import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase, type Database } from "./database.js";
import { createTestDatabase } from "./test-database.js";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase(inject("databaseUrl"));
  db = openDatabase({ url: database.url, maxConnections: 2 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

describe("a connection that breaks while someone holds it (F13, F15)", () => {
  // An error event that nobody hears would end the process, and fails this test run.
  it("ends no process: its holder hears of it by its next query, and the pool replaces it", async () => {
    const held = await db.pool.connect();
    await held.query("BEGIN");
    const { rows } = await held.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const ended = new Promise((resolve) => held.once("end", resolve));
    await db.pool.query("SELECT pg_terminate_backend($1)", [rows[0]?.pid]);
    await ended;
    await expect(held.query("SELECT 1")).rejects.toThrow(/not queryable|terminat/i);
    held.release(true);
    expect((await db.pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });
});
