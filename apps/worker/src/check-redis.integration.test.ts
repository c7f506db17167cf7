import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import { checkRedis } from "@windlass/queue/check-redis";
import { openConnection, waitUntilReady } from "@windlass/queue/connection";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let folder: string;
let redis: LocalRedis;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-redis-"));
  redis = await startRedis({ dataDir: join(folder, "data"), logFile: join(folder, "redis.log") });
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

describe("the check of Redis at start (F11)", () => {
  it("is content with a Redis that evicts nothing, and refuses one that does, saying what to set", async () => {
    await expect(checkRedis(redis.url)).resolves.toBeUndefined();
    const connection = openConnection({ redisUrl: redis.url, role: "consumer" });
    await waitUntilReady(connection, 5_000);
    await connection.config("SET", "maxmemory-policy", "allkeys-lru");
    connection.disconnect();
    await expect(checkRedis(redis.url)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("allkeys-lru"),
      hint: expect.stringContaining("noeviction"),
    });
  });

  it("says that Redis does not answer", async () => {
    await expect(checkRedis("redis://127.0.0.1:1", 300)).rejects.toMatchObject({ code: "unavailable", hint: expect.stringContaining("REDIS_URL") });
  });
});
