import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@windlass/database/test-database";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import { openConnection } from "@windlass/queue/connection";
import { openConsumer, type Consumer } from "@windlass/queue/consumer";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/test-app.js";

let redis: LocalRedis;
let server: TestApp;
let consumer: Consumer;
let cleanUp: () => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "windlass-health-"));
  redis = await startRedis({ dataDir: join(folder, "redis"), logFile: join(folder, "redis.log") });
  const database = await createTestDatabase(inject("databaseUrl"));
  server = await startTestApp({ databaseUrl: database.url, redisUrl: redis.url });
  consumer = openConsumer({ redisUrl: redis.url, queue: "deployments", handler: async () => undefined, concurrency: 1, onError: () => undefined });
  cleanUp = async () => {
    await consumer.close(0);
    await server.close();
    await redis.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };
});
afterAll(() => cleanUp());

const health = async () => (await server.as("viewer", { method: "GET", url: "/api/health" })).json();

async function configure(settings: Record<string, string>): Promise<void> {
  const connection = openConnection({ redisUrl: redis.url, role: "consumer" });
  for (const [name, value] of Object.entries(settings)) await connection.config("SET", name, value);
  connection.disconnect();
}

describe("a Redis that does not work as it should is told to everybody who is signed in (F10)", () => {
  it("says that all is well, and to nobody else", async () => {
    await expect.poll(health).toEqual({ status: "ok", troubles: [], workers: 1 });
    expect((await server.call({ method: "GET", url: "/api/health" })).statusCode).toBe(401);
  });

  it("says that it is full, what that means and what to do, until there is room again", async () => {
    await configure({ maxmemory: "1" });
    expect(await health()).toEqual({
      status: "troubled",
      troubles: [{ code: "redis_full", message: expect.stringMatching(/^Redis is full .* begin when it has room\.$/), hint: expect.stringContaining("maxmemory") }],
      workers: 1,
    });
    await configure({ maxmemory: "0" });
    expect(await health()).toMatchObject({ status: "ok" });
  });

  it("says so before: while there is still room for the word of it", async () => {
    const connection = openConnection({ redisUrl: redis.url, role: "consumer" });
    // So much that what the connections of this test take and give back is small against it.
    await connection.set("filling", Buffer.alloc(100_000_000));
    const used = Number(/used_memory:(\d+)/.exec(await connection.info("memory"))?.[1]);
    await configure({ maxmemory: String(Math.round(used * 1.05)) });
    expect(await health()).toMatchObject({ troubles: [{ code: "redis_nearly_full", message: expect.stringMatching(/uses [\d.]+ of [\d.]+ MB/) }] });
    await configure({ maxmemory: "0" });
    await connection.del("filling");
    connection.disconnect();
  });

  it("says that it may throw jobs away, and that it refuses writes for another reason", async () => {
    await configure({ "maxmemory-policy": "allkeys-lru", "min-replicas-to-write": "1" });
    expect((await health()).troubles.map(({ code }: { code: string }) => code)).toEqual(["redis_refuses", "redis_evicts"]);
    await configure({ "maxmemory-policy": "noeviction", "min-replicas-to-write": "0" });
    expect(await health()).toMatchObject({ status: "ok" });
  });

  it("says that no worker listens, and that Redis is gone", async () => {
    await consumer.close(0);
    await expect.poll(health).toMatchObject({ status: "troubled", troubles: [{ code: "no_workers" }], workers: 0 });
    await redis.stop();
    expect(await health()).toMatchObject({ status: "troubled", troubles: [{ code: "redis_away" }], workers: null });
  });
});
