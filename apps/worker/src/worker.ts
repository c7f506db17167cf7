import { channels } from "@windlass/contracts/job";
import { changeSchema, type Change } from "@windlass/contracts/live";
import { systemContext } from "@windlass/operations/context";
import type { LookTimes } from "@windlass/operations/heads/claim-repositories";
import { relayOutbox } from "@windlass/operations/outbox/relay-outbox";
import { runDueSchedules } from "@windlass/operations/schedule/run-due-schedules";
import { openProducer } from "@windlass/queue/producer";
import { ShutdownError } from "./deployment/interruption.js";
import { openAlarm } from "./alarm.js";
import { tellIsolation } from "./build/tell-isolation.js";
import { cleanCaches } from "./caches/clean-caches.js";
import { every } from "./every.js";
import { lookAtHeads } from "./heads/look-at-heads.js";
import { keepPreviews } from "./previews/keep-previews.js";
import { lookAtPulls } from "./previews/look-at-pulls.js";
import { openDriftJobs } from "./jobs/check-drift-job.js";
import { openComposeJobs } from "./jobs/read-compose-job.js";
import { openDeliveryJobs } from "./jobs/process-delivery-job.js";
import { openDeploymentJobs } from "./jobs/run-deployment-job.js";
import { openReportJobs } from "./jobs/send-report-job.js";
import { lookForWork } from "./look-for-work.js";
import { reconcile } from "./reconcile.js";
import type { WorkerServices } from "./services.js";

export type WorkerInput = {
  services: Omit<WorkerServices, "shutdown" | "lookAgainAt">;
  redisUrl: string;
  concurrency: number;
  /** How often what was lost is looked for; 30 s unless given. */
  reconcileMs?: number;
  /** How often the branches of repositories are compared with what was last seen; every two minutes unless given. */
  looks?: LookTimes;
};

export type Worker = {
  /** Tells of a Postgres notification. */
  onNotification: (channel: string, payload: string) => void;
  /** Notifications may have been missed: looks for itself. */
  onMissedNotifications: () => void;
  /** Takes no more jobs, hands over what runs, and ends within `budgetMs` and a few seconds. */
  stop: (budgetMs: number) => Promise<void>;
};

/** Starts the parts of a worker: the relay of the outbox, the reconciler, and the takers of jobs. */
export function openWorker(input: WorkerInput): Worker {
  const { redisUrl, concurrency } = input;
  const shutdown = new AbortController();
  const alarm = openAlarm(() => looker.nudge());
  const services: WorkerServices = { ...input.services, shutdown: shutdown.signal, lookAgainAt: (at) => alarm.setFor(at) };
  const { logger, db, leases } = services;
  const producer = openProducer({ redisUrl, onError: (error) => logger.debug({ err: error }, "redis") });
  const relay = every(5_000, () => relayMessages(), { onError: (error) => logger.warn({ err: error }, "the outbox could not be relayed"), retryMs: 1_000 });
  const looker = every(input.reconcileMs ?? 30_000, () => lookForWork(services, producer), {
    onError: (error) => logger.warn({ err: error }, "lost work could not be looked for"),
    retryMs: 5_000,
  });
  const reconciler = every(input.reconcileMs ?? 30_000, () => reconcile(services), {
    onError: (error) => logger.warn({ err: error }, "the reconciler failed"),
    retryMs: 5_000,
  });
  const schedules = every(10_000, async () => void (await runDueSchedules(systemContext(db, services.owner))), {
    onError: (error) => logger.warn({ err: error }, "schedules could not be looked at"),
    retryMs: 5_000,
  });
  const heads = every(15_000, () => lookAtHeads(services, input.looks ?? { everyMs: 120_000, graceMs: 30_000 }), {
    onError: (error) => logger.warn({ err: error }, "branches could not be looked at"),
    retryMs: 15_000,
  });
  const previews = every(5_000, () => keepPreviews(services), {
    onError: (error) => logger.warn({ err: error }, "previews could not be looked after"),
    retryMs: 10_000,
  });
  const pulls = every(15_000, () => lookAtPulls(services, input.looks ?? { everyMs: 120_000, graceMs: 30_000 }), {
    onError: (error) => logger.warn({ err: error }, "pull requests could not be looked at"),
    retryMs: 15_000,
  });
  const caches = every(3_600_000, () => cleanCaches(services), {
    onError: (error) => logger.warn({ err: error }, "packages and repositories of earlier builds could not be cleaned"),
    retryMs: 600_000,
  });
  const isolation = tellIsolation(services);
  const consumers = [
    openDeploymentJobs(services, { redisUrl, concurrency }),
    openDeliveryJobs(services, { redisUrl, concurrency: 4 }),
    openDriftJobs(services, { redisUrl, concurrency: 2 }),
    openReportJobs(services, { redisUrl, concurrency: 4 }),
    openComposeJobs(services, { redisUrl, concurrency: 1 }),
  ];

  async function relayMessages(): Promise<void> {
    await relayOutbox(db, {
      send: (messages) => producer.enqueueAll(messages),
      onUnreadable: (row) => logger.error({ row }, "an outbox row is no message and was set aside"),
    });
  }
  const lookAtLeases = (): void => {
    // Renewing reads whether a cancellation was asked for; losing the lease shows there as well.
    for (const keeper of leases.values()) keeper.look();
  };
  const onChange = (change: Change | null): void => {
    if (change?.entity === "deployment" && leases.has(change.id)) lookAtLeases();
    // A new freeze ends some day; its end is looked for.
    else if (change?.entity === "freeze_window") looker.nudge();
  };
  return {
    onNotification(channel, payload) {
      if (channel === channels.outbox) relay.nudge();
      else if (channel === channels.changes) onChange(readChange(payload));
    },
    onMissedNotifications() {
      relay.nudge();
      looker.nudge();
      lookAtLeases();
    },
    async stop(budgetMs) {
      alarm.close();
      await Promise.all(consumers.map((consumer) => consumer.stopTaking()));
      shutdown.abort(new ShutdownError());
      await Promise.all(consumers.map((consumer) => consumer.close(budgetMs)));
      await Promise.all([relay.close(), looker.close(), reconciler.close(), schedules.close(), heads.close(), previews.close(), pulls.close(), caches.close(), isolation.takeBack()]);
      // What was handed over is in the outbox: another worker gets it at once.
      await relayMessages().catch((error: unknown) => logger.warn({ err: error }, "the hand-over waits in the outbox"));
      await producer.close();
    },
  };
}

function readChange(payload: string): Change | null {
  try {
    return changeSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
