import { openConnection } from "@windlass/queue/connection";
import { seededRandom } from "../../testing/aws-trouble.js";
import type { SoakWorld } from "./soak-world.js";

/** One fault and its repair: resolves when what was broken is whole again. */
export type SoakFault = (soak: SoakWorld, seed: number) => Promise<void>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function command(soak: SoakWorld, send: (redis: ReturnType<typeof openConnection>) => Promise<unknown>): Promise<void> {
  const connection = openConnection({ redisUrl: soak.world.redis.url, role: "consumer" });
  await send(connection);
  connection.disconnect();
}

async function endWorker(soak: SoakWorld, signal: NodeJS.Signals): Promise<void> {
  const worker = soak.workers.shift();
  worker?.signal(signal);
  await worker?.ended;
  await soak.startWorker();
}

/** The faults that the soak draws from, by their row of the table. */
export const soakFaults: Record<string, SoakFault> = {
  "F01 kill a worker": (soak) => endWorker(soak, "SIGKILL"),
  "F02 stop a worker for 30 s": async ({ workers: [worker] }) => {
    worker?.signal("SIGSTOP");
    await pause(30_000);
    worker?.signal("SIGCONT");
  },
  "F04 tell a worker to end": (soak) => endWorker(soak, "SIGTERM"),
  "F07 kill Redis": (soak) => soak.killRedis(),
  "F08 stop Redis for 20 s": async ({ world }) => {
    process.kill(world.redis.child.pid, "SIGSTOP");
    await pause(20_000);
    process.kill(world.redis.child.pid, "SIGCONT");
  },
  "F09 wipe Redis": (soak) => command(soak, (redis) => redis.flushall()),
  "F10 fill Redis for 20 s": async (soak) => {
    await command(soak, (redis) => redis.config("SET", "maxmemory", "1"));
    await pause(20_000);
    await command(soak, (redis) => redis.config("SET", "maxmemory", "0"));
  },
  "F12 kill Postgres": (soak) => soak.killPostgres(),
  "F13 reset the connections to Postgres": async ({ postgres }) => {
    postgres.cut();
    postgres.mend();
  },
  "F14 slow Postgres down for 15 s": async ({ postgres }) => {
    postgres.slow(1_000);
    await pause(15_000);
    postgres.slow(0);
  },
  "F15 cut Postgres for 20 s": ({ postgres }) => cut(postgres, 20_000),
  "F15 cut Redis for 20 s": ({ redis }) => cut(redis, 20_000),
  "F15 cut AWS for 20 s": ({ world }) => cut(world.proxy, 20_000),
  "F16 trouble AWS for 30 s": async ({ world }, seed) => {
    world.proxy.trouble({ throttled: 0.3, failed: 0.05, lost: 0.01, random: seededRandom(seed) });
    await pause(30_000);
    world.proxy.trouble(null);
  },
};

async function cut(what: { cut: () => void; mend: () => void }, forMs: number): Promise<void> {
  what.cut();
  await pause(forMs);
  what.mend();
}
