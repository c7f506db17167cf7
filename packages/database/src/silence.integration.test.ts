import { startTcpProxy, type TcpProxy } from "@windlass/local-services/testing/tcp-proxy";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { withClient } from "./create-database.js";
import { openDatabase, type Database } from "./database.js";
import { isUnavailable } from "./is-unavailable.js";
import { listen } from "./listen.js";
import { createTestDatabase } from "./test-database.js";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase(inject("databaseUrl"));
});
afterAll(() => database.drop());

async function open(): Promise<{ proxy: TcpProxy; db: Database; told: string[] }> {
  const told: string[] = [];
  const proxy = await startTcpProxy(database.url);
  return { proxy, told, db: openDatabase({ url: proxy.url, maxConnections: 3, onIdleError: (error) => told.push(error.message) }) };
}

// PROOFS F15
describe.concurrent("a server that falls silent, as when packets are lost", () => {
  it("is noticed in a few seconds by whoever waits for it, and its connections are not used again", { timeout: 30_000 }, async () => {
    const { proxy, db, told } = await open();
    const [held] = await Promise.all([db.pool.connect(), db.pool.query("SELECT pg_sleep(0.2)"), db.prisma.user.count()]);
    await held.query("BEGIN");
    proxy.lose();
    proxy.stall();
    const silentAt = Date.now();
    const errors = await Promise.all([held.query("SELECT 1"), db.pool.query("SELECT 1"), db.prisma.user.count()].map((asked) => asked.then(() => null, (error: unknown) => error)));
    expect(Date.now() - silentAt).toBeLessThan(12_000);
    expect(errors.map(isUnavailable)).toEqual([true, true, true]);
    expect(told).toContain("The database is silent: all connections to it are given up.");
    held.release();
    proxy.mend();
    const mendedAt = Date.now();
    await Promise.all([1, 2, 3].map(() => db.pool.query("SELECT pg_sleep(0.1)")));
    expect(Date.now() - mendedAt).toBeLessThan(2_000);
    await db.close();
    await proxy.close();
  });

  it("is noticed on single connections, whose answers are lost while others are answered, and on those that nobody uses", { timeout: 30_000 }, async () => {
    const { proxy, db } = await open();
    const thinking = await db.pool.connect();
    await Promise.all([1, 2].map(() => db.pool.query("SELECT pg_sleep(0.2)")));
    await thinking.query("BEGIN");
    proxy.lose();
    const lostAt = Date.now();
    expect(isUnavailable(await db.pool.query("SELECT 1").catch((error: unknown) => error))).toBe(true);
    expect(Date.now() - lostAt).toBeLessThan(12_000);
    const nextAt = Date.now();
    await db.pool.query("SELECT 1");
    expect(Date.now() - nextAt).toBeLessThan(1_000);
    thinking.release(true);
    await db.close();
    await proxy.close();
  });

  it("is told from one that is slow, or works for long on one statement", { timeout: 30_000 }, async () => {
    const { proxy, db, told } = await open();
    await db.pool.query("SELECT 1");
    // Held in a transaction in which nothing is asked, and waiting behind a lock.
    const thinking = await db.pool.connect();
    await thinking.query("BEGIN");
    await thinking.query("SELECT pg_advisory_xact_lock(7)");
    const behind = db.pool.query("SELECT pg_advisory_xact_lock(7)");
    await db.pool.query("SELECT pg_sleep(6)");
    proxy.slow(2_000);
    await thinking.query("SELECT pg_sleep(4)");
    await thinking.query("COMMIT");
    thinking.release();
    await behind;
    expect(told).toEqual([]);
    await db.close();
    await proxy.close();
  });

  it("is noticed by whoever listens, although it has nothing to say", { timeout: 30_000 }, async () => {
    const proxy = await startTcpProxy(database.url);
    let tell: (payload: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => (tell = resolve));
    let reconnected: () => void = () => undefined;
    const again = new Promise<void>((resolve) => (reconnected = resolve));
    const listener = listen({ url: proxy.url, channels: ["news"], onNotification: (_channel, payload) => tell(payload), onReconnected: () => reconnected() });
    await listener.ready;
    proxy.lose();
    await again;
    await withClient(database.url, (client) => client.query("NOTIFY news, 'later'"));
    expect(await heard).toBe("later");
    await listener.close();
    await proxy.close();
  });
});
