import { openSessionPool } from "@windlass/aws/session-pool";
import { channels } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";
import { listen } from "@windlass/database/listen";
import { openForgePool } from "@windlass/forges/open-forge-pool";
import { openAppPool } from "@windlass/github/app/app-pool";
import { createMasker } from "@windlass/operations/masking/masker";
import type { Keyring } from "@windlass/operations/sealing";
import { openHintPublisher } from "@windlass/queue/event-hints";
import { pino } from "pino";
import { registryOf } from "../build/build-environment.js";
import type { BuildSettings } from "../build/build-settings.js";
import { readAllowedHosts } from "../network/allowed-hosts.js";
import type { WorkerServices } from "../services.js";
import { openWorker } from "../worker.js";

export type WorkerStart = {
  db: Database;
  databaseUrl: string;
  redisUrl: string;
  keyring: Keyring;
  dataDir: string;
  reconcileMs?: number;
  concurrency?: number;
  builds?: BuildSettings;
};

/** As most tests have them: on the bare machine. Those of isolation find it themselves. */
export const testBuilds: BuildSettings = {
  isolation: { kind: "none", reason: "the test has it so" },
  isolationRequired: false,
  hosts: readAllowedHosts("defaults", registryOf(process.env)),
  limits: { memoryBytes: 4 * 1024 ** 3, diskBytes: 1024 ** 3, files: 100_000, processes: 256, threads: 1_024 },
  timeoutMs: 60_000,
  dependencyCacheBytes: 100 * 1024 ** 2,
  packageCacheBytes: 1024 ** 3,
  repositoryCacheBytes: 1024 ** 3,
  nodeFolders: [],
};

export type InProcessWorker = { stop(): Promise<void> };

let started = 0;

/** What a worker's jobs use, as a process would open it. */
export function openTestServices(input: Pick<WorkerStart, "db" | "redisUrl" | "keyring" | "dataDir" | "builds">): Omit<WorkerServices, "shutdown"> {
  const { db, redisUrl, keyring, dataDir } = input;
  const hints = openHintPublisher({ redisUrl });
  const logger = pino({ level: process.env["LOG_LEVEL"] ?? "silent" });
  started += 1;
  const services = { db, keyring, sessions: openSessionPool(), github: openAppPool({ checkAddress: async () => {}, paced: false, retryBaseMs: 1 }), forges: openForgePool({ checkAddress: async () => {}, retryBaseMs: 1 }), publicUrl: "https://deploy.example.com", hints, logger, logMasker: createMasker([]), owner: `test-${started}`, dataDir };
  return { ...services, allowedHosts: ["127.0.0.1", "localhost"], builds: input.builds ?? testBuilds, leases: new Map(), lookAgainAt: () => undefined };
}

/** Starts a worker in this process, which logs with LOG_LEVEL set. */
export async function startInProcessWorker(input: WorkerStart): Promise<InProcessWorker> {
  const { databaseUrl, redisUrl, reconcileMs, concurrency = 4 } = input;
  const services = openTestServices(input);
  const worker = openWorker({ services, redisUrl, concurrency, ...(reconcileMs === undefined ? {} : { reconcileMs }) });
  const listener = listen({ url: databaseUrl, channels: [channels.outbox, channels.changes], onNotification: worker.onNotification });
  await listener.ready;
  worker.onMissedNotifications();
  return {
    stop: async () => {
      await worker.stop(5_000);
      await listener.close();
      await services.hints.close();
      services.sessions.close();
    },
  };
}
