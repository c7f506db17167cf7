import { WindlassError } from "@windlass/contracts/error";
import { queueNames, type OutboxMessage, type QueueName } from "@windlass/contracts/job";
import { Queue, type JobsOptions } from "bullmq";
import { openConnection, waitUntilReady } from "./connection.js";
import { queuePrefix } from "./queue-prefix.js";
import { readRedisState, type RedisState } from "./read-redis-state.js";

export type Producer = {
  /** Enqueues one message. Sent again while its job waits, it is one job; while its job runs, it runs once more after. */
  enqueue(message: OutboxMessage): Promise<void>;
  /** Enqueues many messages in one round trip per queue. All are sent, or it throws and all may be sent again. */
  enqueueAll(messages: readonly OutboxMessage[]): Promise<void>;
  /** Round trip to Redis. Throws `unavailable` when it does not answer. */
  ping(): Promise<void>;
  /** Whether Redis takes writes, and how much room it has. */
  redisState(): Promise<RedisState>;
  /** How many workers listen to a queue now. */
  workerCount(queue: QueueName): Promise<number>;
  /** How many jobs of a queue wait and run now. */
  counts(queue: QueueName): Promise<{ waiting: number; active: number; failed: number }>;
  close(): Promise<void>;
};

// A finished job is of no use, since Postgres has the truth; a few are kept for a look at the queue itself.
const keptJobs: JobsOptions = {
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 86_400, count: 1_000 },
};

/**
 * Opens the sending side of all queues. Every method throws `unavailable` at once when Redis is away: the
 * outbox keeps the message.
 */
export function openProducer(input: { redisUrl: string; onError?: (error: Error) => void }): Producer {
  const connection = openConnection({ ...input, role: "producer" });
  const queues = new Map<QueueName, Queue>();
  for (const name of queueNames) {
    const queue = new Queue(name, {
      connection,
      prefix: queuePrefix,
      // These would keep a queue that was opened while Redis was away from ever working.
      skipWaitingForReady: true,
      skipVersionCheck: true,
      skipMetasUpdate: true,
    });
    queue.on("error", (error) => input.onError?.(error));
    queues.set(name, queue);
  }
  const queueOf = (name: QueueName): Queue => {
    const queue = queues.get(name);
    if (!queue) throw new Error(`There is no queue named ${name}.`);
    return queue;
  };
  return {
    enqueue: (message) =>
      failFast(() => queueOf(message.queue).add(message.queue, message.payload, optionsOf(message))).then(() => undefined),
    enqueueAll: (messages) => failFast(() => addAll(queueOf, messages)),
    ping: () => failFast(() => connection.ping()).then(() => undefined),
    redisState: () => failFast(() => readRedisState(connection)),
    workerCount: (name) => failFast(async () => (await queueOf(name).getWorkers()).filter(isOfOwnDatabase).length),
    counts: (name) => failFast(() => readCounts(queueOf(name))),
    close: async () => {
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
      connection.disconnect();
    },
  };

  /** Redis lists the clients of all its databases; another Windlass may use another one of them. */
  function isOfOwnDatabase({ db }: Record<string, string>): boolean {
    return db === undefined || Number(db) === (connection.options.db ?? 0);
  }

  async function failFast<T>(send: () => Promise<T>): Promise<T> {
    try {
      // A connection that has only just been opened gets a moment; one that was lost fails at once.
      if (connection.status === "connecting" || connection.status === "connect") await waitUntilReady(connection, 2_000);
      return await send();
    } catch (error) {
      if (error instanceof WindlassError) throw error;
      throw new WindlassError("unavailable", "Redis does not answer.", { cause: error });
    }
  }
}

async function addAll(queueOf: (name: QueueName) => Queue, messages: readonly OutboxMessage[]): Promise<void> {
  for (const name of queueNames) {
    const jobs = messages
      .filter((message) => message.queue === name)
      .map((message) => ({ name, data: message.payload, opts: optionsOf(message) }));
    if (jobs.length > 0) await queueOf(name).addBulk(jobs);
  }
}

async function readCounts(queue: Queue): Promise<{ waiting: number; active: number; failed: number }> {
  const counts = await queue.getJobCounts("waiting", "active", "failed");
  return { waiting: counts["waiting"] ?? 0, active: counts["active"] ?? 0, failed: counts["failed"] ?? 0 };
}

// Deduplication, not a job id: a finished job kept under a custom id would swallow a later message with that id.
function optionsOf(message: OutboxMessage): JobsOptions {
  return { ...keptJobs, deduplication: { id: message.key, keepLastIfActive: true } };
}
