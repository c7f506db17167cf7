import { jobSchemas, type JobPayload, type QueueName } from "@windlass/contracts/job";
import { UnrecoverableError, WaitingError, Worker } from "bullmq";
import { openConnection } from "./connection.js";
import { queuePrefix } from "./queue-prefix.js";
import { openWatchdog } from "./watchdog.js";

export type ConsumerInput<Q extends QueueName> = {
  redisUrl: string;
  queue: Q;
  /** Any job may run twice, also at once: the handler protects itself. What it throws fails the job. */
  handler: (payload: JobPayload<Q>) => Promise<void>;
  /** How many jobs run at once in this process. */
  concurrency: number;
  /** Hears of connection errors and failed jobs. */
  onError: (error: Error) => void;
};

export type Consumer = {
  /** Takes no more jobs; those that run go on. */
  stopTaking(): Promise<void>;
  /** Waits at most `budgetMs` for running jobs, then lets go of them: BullMQ's own `close()` waits for ever. */
  close(budgetMs: number): Promise<void>;
};

// A killed worker's job runs again after 5 to 13 s with these (58 s with the defaults): half a lock at least, a whole one and a look at most.
const lockDurationMs = 10_000;
const stalledIntervalMs = 3_000;
// A worker that is closing can swallow the wake-up of a job that it hands over; the others look again after so long.
const idleLookSeconds = 1;
// BullMQ's limit would fail a job after one crash without telling anyone; Windlass counts takeovers itself.
const maxStalledCount = 1_000;

/** Starts to take jobs of one queue. Waits for Redis when it is away. */
export function openConsumer<Q extends QueueName>(input: ConsumerInput<Q>): Consumer {
  let stopped = false;
  let current = startWorker(input);
  const watchdog = openWatchdog({
    isStuck: () => current.isStuck(),
    restart: async () => {
      input.onError(new Error(`The ${input.queue} queue has waiting jobs that nobody takes: connecting to Redis anew.`));
      const stuck = current;
      current = startWorker(input);
      await stuck.close(0);
    },
    onError: input.onError,
  });
  return {
    stopTaking: async () => {
      stopped = true;
      watchdog.close();
      await current.stopTaking();
    },
    close: async (budgetMs) => {
      if (!stopped) watchdog.close();
      await current.close(budgetMs);
    },
  };
}

function startWorker<Q extends QueueName>(input: ConsumerInput<Q>) {
  const connection = openConnection({ redisUrl: input.redisUrl, role: "consumer", onError: input.onError });
  let running = 0;
  let stopped = false;
  let lastProgressAt = performance.now();
  const schema = jobSchemas[input.queue];
  const worker = new Worker(
    input.queue,
    async (job, token) => {
      if (stopped) {
        // A fetch that was under way still brought a job: it goes back for another worker.
        await job.moveToWait(token);
        throw new WaitingError();
      }
      running += 1;
      lastProgressAt = performance.now();
      try {
        const payload = schema.safeParse(job.data);
        if (!payload.success) throw new UnrecoverableError(`Not a payload of ${input.queue}: ${payload.error.message}`);
        await input.handler(payload.data as JobPayload<Q>);
      } finally {
        running -= 1;
        lastProgressAt = performance.now();
      }
    },
    {
      connection,
      prefix: queuePrefix,
      concurrency: input.concurrency,
      lockDuration: lockDurationMs,
      stalledInterval: stalledIntervalMs,
      maxStalledCount,
      runRetryDelay: 1_000,
      drainDelay: idleLookSeconds,
    },
  );
  worker.on("error", input.onError);
  worker.on("failed", (_job, error) => input.onError(error));
  return {
    stopTaking: async () => {
      stopped = true;
      await worker.pause(true);
    },
    close: async (budgetMs: number) => {
      stopped = true;
      if (!(await endsWithin(worker.close(), budgetMs))) await endsWithin(worker.disconnect(), 1_000);
      connection.disconnect();
    },
    /** Jobs wait, this process has room, and it has neither begun nor ended one for 20 s. */
    isStuck: async () => {
      if (connection.status !== "ready" || running >= input.concurrency) return false;
      if (performance.now() - lastProgressAt < 20_000) return false;
      return (await connection.llen(`${queuePrefix}:${input.queue}:wait`)) > 0;
    },
  };
}

/** Whether `work` ended within the time; its failure counts as an end, since it is being thrown away. */
async function endsWithin(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const ended = await Promise.race([work.then(() => true, () => true), timeout]);
  clearTimeout(timer);
  return ended;
}
