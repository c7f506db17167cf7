import { openSessionPool } from "@windlass/aws/session-pool";
import { channels } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";
import { listen } from "@windlass/database/listen";
import { createMasker } from "@windlass/operations/masking/masker";
import type { Keyring } from "@windlass/operations/sealing";
import { openHintPublisher } from "@windlass/queue/event-hints";
import { pino } from "pino";
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
};

export type InProcessWorker = { stop(): Promise<void> };

let started = 0;

/** What a worker's jobs use, as a process would open it. */
export function openTestServices(input: Pick<WorkerStart, "db" | "redisUrl" | "keyring" | "dataDir">): Omit<WorkerServices, "shutdown"> {
  const { db, redisUrl, keyring, dataDir } = input;
  const hints = openHintPublisher({ redisUrl });
  const logger = pino({ level: process.env["LOG_LEVEL"] ?? "silent" });
  started += 1;
  const services = { db, keyring, sessions: openSessionPool(), hints, logger, logMasker: createMasker([]), owner: `test-${started}`, dataDir };
  return { ...services, buildTimeoutMs: 60_000, leases: new Map(), lookAgainAt: () => undefined };
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
