import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { resolve } from "node:path";
import { openSessionPool } from "@windlass/aws/session-pool";
import { WindlassError } from "@windlass/contracts/error";
import { channels } from "@windlass/contracts/job";
import { openDatabase } from "@windlass/database/database";
import { listen } from "@windlass/database/listen";
import { openForgePool } from "@windlass/forges/open-forge-pool";
import { openAppPool } from "@windlass/github/app/app-pool";
import { checkAddress } from "@windlass/operations/address/check-address";
import { maskLogLine } from "@windlass/operations/masking/mask-log-line";
import { createMasker } from "@windlass/operations/masking/masker";
import { loadMasterKey, openKeyring } from "@windlass/operations/sealing";
import { checkRedis } from "@windlass/queue/check-redis";
import { openHintPublisher } from "@windlass/queue/event-hints";
import { pino } from "pino";
import { readBuildSettings, type BuildSettings } from "./build/build-settings.js";
import { cleanContainers } from "./build/container/clean-containers.js";
import { openEngine } from "./build/container/engine.js";
import { readEnv, type WorkerEnv } from "./env.js";
import { goLast } from "./process/go-last.js";
import { openWorker } from "./worker.js";

/** How long running work may take to reach a point from which another worker can go on. */
const stopBudgetMs = 10_000;

/** When the start is over. What only the start needed goes back to the system then; starting a process takes longer the more memory the worker has. */
const settledMs = 3_000;

const logMasker = createMasker([]);
const logger = pino({ level: process.env["LOG_LEVEL"] ?? "info", name: "worker", hooks: { streamWrite: (line) => maskLogLine(line, logMasker) } });

process.on("uncaughtException", (error) => {
  logger.fatal({ err: error }, "the worker met an error that nobody handled and ends");
  process.exit(1);
});

try {
  await main(readEnv(process.env));
} catch (error) {
  if (error instanceof WindlassError) logger.fatal(`${error.message} ${error.hint}`);
  else logger.fatal({ err: error }, error instanceof Error ? error.message : "the worker could not start");
  process.exit(1);
}

function logIsolation({ isolation, isolationRequired }: BuildSettings): void {
  if (isolation.kind === "container") logger.info({ image: isolation.image, node: isolation.node.version, user: isolation.user }, "builds run in a container each");
  else if (isolation.kind === "bubblewrap") logger.info({ user: isolation.runAs ?? "the worker's own" }, "builds run in bubblewrap");
  else if (isolationRequired) logger.error({ reason: isolation.reason }, "nothing is built: builds cannot be isolated");
  else logger.warn({ reason: isolation.reason }, "builds run on the bare server; code of people without write access is not built");
}

/** What a worker that died left running. */
async function takeAwayContainers({ isolation, timeoutMs }: BuildSettings): Promise<void> {
  if (isolation.kind !== "container") return;
  try {
    const count = await cleanContainers(openEngine(isolation.address), { oldestMs: timeoutMs * 2 });
    if (count > 0) logger.warn({ count }, "containers of builds that nobody waits for were taken away");
  } catch (error) {
    logger.warn({ err: error }, "containers of builds that nobody waits for could not be looked for");
  }
}

async function main(env: WorkerEnv): Promise<void> {
  goLast();
  const dataDir = resolve(env.WINDLASS_DATA);
  await mkdir(dataDir, { recursive: true });
  const keyring = openKeyring({ masterKey: await loadMasterKey({ dataDir, env: process.env }) });
  await checkRedis(env.REDIS_URL);
  const db = openDatabase({
    url: env.DATABASE_URL,
    maxConnections: env.WINDLASS_CONCURRENCY * 2 + 5,
    onIdleError: (error) => logger.warn({ err: error }, "a database connection broke"),
  });
  const hints = openHintPublisher({ redisUrl: env.REDIS_URL });
  const sessions = openSessionPool();
  const builds = await readBuildSettings(env);
  const mayReach = (url: URL): Promise<void> => checkAddress(url, env.WINDLASS_ALLOWED_HOSTS);
  await takeAwayContainers(builds);
  const worker = openWorker({
    redisUrl: env.REDIS_URL,
    concurrency: env.WINDLASS_CONCURRENCY,
    services: {
      db,
      keyring,
      sessions,
      github: openAppPool({ checkAddress: mayReach }),
      forges: openForgePool({ checkAddress: mayReach }),
      publicUrl: env.WINDLASS_PUBLIC_URL ?? null,
      hints,
      logger,
      logMasker,
      owner: `${hostname()}:${process.pid}:${Date.now().toString(36)}`,
      dataDir,
      allowedHosts: env.WINDLASS_ALLOWED_HOSTS,
      builds: builds,
      leases: new Map(),
    },
  });
  const listener = listen({
    url: env.DATABASE_URL,
    channels: [channels.outbox, channels.changes],
    onNotification: worker.onNotification,
    onReconnected: () => {
      worker.onMissedNotifications();
      void db.dropIdle();
    },
    onError: (error) => logger.warn({ err: error }, "notifications of the database are interrupted"),
  });
  setTimeout(() => globalThis.gc?.(), settledMs).unref();
  logger.info("the worker takes jobs");
  logIsolation(builds);

  const stop = async (signal: string): Promise<void> => {
    logger.info({ signal }, "the worker hands over its work and ends");
    await worker.stop(stopBudgetMs);
    await listener.close();
    await hints.close();
    sessions.close();
    await db.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      // Whatever hangs, the process ends: the leases run out and another worker takes over.
      setTimeout(() => process.exit(1), stopBudgetMs + 7_000).unref();
      stop(signal).then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, "the worker could not end in order");
          process.exit(1);
        },
      );
    });
  }
}
