import { openSessionPool } from "@windlass/aws/session-pool";
import { channels } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";
import { listen } from "@windlass/database/listen";
import type { Keyring } from "@windlass/operations/sealing";
import { openHintPublisher } from "@windlass/queue/event-hints";
import { pino } from "pino";
import { openWorker } from "../worker.js";

export type WorkerStart = {
  db: Database;
  databaseUrl: string;
  redisUrl: string;
  keyring: Keyring;
  dataDir: string;
  reconcileMs?: number;
};

export type InProcessWorker = { stop(): Promise<void> };

let started = 0;

/** Starts a worker in this process, which logs with LOG_LEVEL set. */
export async function startInProcessWorker(input: WorkerStart): Promise<InProcessWorker> {
  const { db, databaseUrl, redisUrl, keyring, dataDir, reconcileMs } = input;
  const hints = openHintPublisher({ redisUrl });
  const sessions = openSessionPool();
  const logger = pino({ level: process.env["LOG_LEVEL"] ?? "silent" });
  started += 1;
  const services = { db, keyring, sessions, hints, logger, owner: `test-${started}`, dataDir, buildTimeoutMs: 60_000, leases: new Map() };
  const worker = openWorker({ services, redisUrl, concurrency: 4, ...(reconcileMs === undefined ? {} : { reconcileMs }) });
  const listener = listen({ url: databaseUrl, channels: [channels.outbox, channels.changes], onNotification: worker.onNotification });
  await listener.ready;
  worker.onMissedNotifications();
  return {
    stop: async () => {
      await worker.stop(5_000);
      await listener.close();
      await hints.close();
      sessions.close();
    },
  };
}
