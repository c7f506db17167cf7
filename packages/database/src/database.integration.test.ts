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

describe("statements", () => {
  const preparedOf = async ({ pool }: Database) => (await pool.query<{ statement: string }>("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'asked-%'")).rows.map(({ statement }) => statement);
  const askTwice = async (ask: () => Promise<unknown>) => {
    for (let time = 0; time < 2; time += 1) await ask();
  };

  it("are prepared when they are asked for again, by hand, by Prisma and on a held connection", async () => {
    const alone = openDatabase({ url: database.url, maxConnections: 1 });
    await alone.pool.query("SELECT $1::int + 1 AS once", [1]);
    expect(await preparedOf(alone)).toEqual([]);
    for (const value of [1, 2, 3]) expect((await alone.pool.query("SELECT $1::int + 1 AS sum", [value])).rows).toEqual([{ sum: value + 1 }]);
    for (let time = 0; time < 2; time += 1) await alone.prisma.user.findMany({ where: { email: "nobody@example.org" } });
    await alone.prisma.$transaction(async (tx) => tx.user.count({ where: { email: "nobody@example.org" } }));
    const statements = await preparedOf(alone);
    expect(statements).toEqual([expect.stringContaining("AS sum"), expect.stringContaining('"users"')]);
    await alone.close();
  });

  it("that return all columns go on when the table has become wider", async () => {
    await db.pool.query("CREATE TABLE wider (id int)");
    const ask = () => db.pool.query("INSERT INTO wider VALUES ($1) RETURNING *", [1]);
    await askTwice(ask);
    await db.pool.query("ALTER TABLE wider ADD more int");
    expect((await ask()).rows).toEqual([{ id: 1, more: null }]);
    expect(await preparedOf(db)).not.toContainEqual(expect.stringContaining("wider"));
  });

  it("that are several in one text go on being sent as they are", async () => {
    await expect(askTwice(() => db.pool.query({ text: "SELECT 1; SELECT 2", values: [] }))).resolves.toBeUndefined();
    await expect(askTwice(() => db.prisma.$executeRawUnsafe("SELECT 1; SELECT 2"))).resolves.toBeUndefined();
  });

  it("are not prepared without end", async () => {
    for (let length = 1; length <= 400; length += 1) {
      const list = Array.from({ length }, (_, index) => `$${index + 1}::int`).join(", ");
      await askTwice(() => db.pool.query(`SELECT 1 WHERE 1 IN (${list})`, Array.from({ length }, () => 0)));
    }
    const { length } = await preparedOf(db);
    expect(length).toBeLessThanOrEqual(300);
    expect(length).toBeGreaterThan(200);
  });
});
