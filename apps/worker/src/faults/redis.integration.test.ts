import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis } from "@windlass/local-services/redis";
import { openConnection } from "@windlass/queue/connection";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFaultWorld, type FaultService, type FaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

let world: FaultWorld;
let folder: string;
let running: FaultService;
let waiting: FaultService;

beforeAll(async () => {
  world = await openFaultWorld();
  folder = await mkdtemp(join(tmpdir(), "windlass-fault-redis-"));
  [running, waiting] = [await world.addSmallService(), await world.addSmallService()];
  await world.startProcess();
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
let versions = 1;

/** Breaks Redis while one deployment runs, asks for another meanwhile, and says how long after the repair that one began. */
async function breakRedis(fault: { break: () => Promise<void>; lastsMs: number; repair: () => Promise<void> }): Promise<number> {
  versions += 1;
  await Promise.all([running, waiting].map((service) => service.release(`v${versions}`)));
  const first = await world.request(running);
  await world.waitFor(first, ({ state }) => state !== "queued");
  await fault.break();
  const second = await world.request(waiting);
  await pause(fault.lastsMs);
  await fault.repair();
  const repairedAt = Date.now();
  const began = await world.waitFor(second, ({ startedAt }) => startedAt !== null);
  await world.expectSound([first, second], { again: false });
  expect((await Promise.all([first, second].map((id) => world.waitForEnd(id)))).map(({ state }) => state)).toEqual(["succeeded", "succeeded"]);
  return Date.parse(began.startedAt ?? "") - repairedAt;
}

/** The worker's own Redis, which comes back at the same address with nothing in it. */
function restartOf(signal: NodeJS.Signals): { break: () => Promise<void>; repair: () => Promise<void> } {
  return {
    break: async () => {
      process.kill(world.redis.child.pid, signal);
      await world.redis.child.ended;
    },
    repair: async () => {
      const at = { dataDir: join(folder, "data"), logFile: join(folder, "redis.log") };
      Object.assign(world.redis, await startRedis({ ...at, address: world.redis.address }));
    },
  };
}

type Outage = { seconds: number; signal: NodeJS.Signals; round: number };

const outages: Outage[] = isWhole
  ? repeats(1, 2).flatMap((round) => [3, 15, 120].flatMap((seconds) => [{ seconds, round, signal: "SIGTERM" }, { seconds, round, signal: "SIGKILL" }] satisfies Outage[]))
  : [{ seconds: 3, signal: "SIGKILL", round: 1 }];

describe("Redis", () => {
  it.each(outages)("is gone for $seconds s after $signal: what runs goes on, what was asked for begins within 10 s, round $round (F07)", { timeout: 300_000 }, async ({ seconds, signal }) => {
    expect(await breakRedis({ ...restartOf(signal), lastsMs: seconds * 1_000 })).toBeLessThan(10_000);
  });

  it.each(repeats(1, 5))("answers nobody for a while: round %i (F08)", { timeout: 120_000 }, async () => {
    const stop = async () => void process.kill(world.redis.child.pid, "SIGSTOP");
    const go = async () => void process.kill(world.redis.child.pid, "SIGCONT");
    expect(await breakRedis({ break: stop, repair: go, lastsMs: isWhole ? 20_000 : 6_000 })).toBeLessThan(isWhole ? 60_000 : 30_000);
  });

  it.each(repeats(1, 10))("loses everything at a random moment: round %i (F09)", { timeout: 120_000 }, async () => {
    const flush = () => command((redis) => redis.flushall());
    expect(await breakRedis({ break: flush, repair: flush, lastsMs: Math.random() * 3_000 })).toBeLessThan(60_000);
  });

  it.each(repeats(1, 5))("is full: deployments that run end, and those that wait begin when there is room again, round %i (F10)", { timeout: 120_000 }, async () => {
    const limit = (bytes: string) => command((redis) => redis.config("SET", "maxmemory", bytes));
    expect(await breakRedis({ break: () => limit("1"), repair: () => limit("0"), lastsMs: 6_000 })).toBeLessThan(10_000);
  });
});

async function command(send: (redis: ReturnType<typeof openConnection>) => Promise<unknown>): Promise<void> {
  const connection = openConnection({ redisUrl: world.redis.url, role: "consumer" });
  await send(connection);
  connection.disconnect();
}
