import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { openDatabase, type Database } from "./database.js";
import { listen } from "./listen.js";
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

describe("announcements", () => {
  it("reach who listens after the commit, together, and the same one once", async () => {
    const heard: string[] = [];
    const listener = listen({ url: database.url, channels: ["windlass_test"], onNotification: (_channel, payload) => heard.push(payload) });
    await listener.ready;
    for (let round = 0; round < 100; round += 1) db.announce([{ channel: "windlass_test", payload: `${round % 3}` }, { channel: "other", payload: "" }]);
    await vi.waitFor(() => expect(new Set(heard)).toEqual(new Set(["0", "1", "2"])));
    expect(heard.length).toBeLessThan(20);
    await listener.close();
  });
});
