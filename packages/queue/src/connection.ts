import { WindlassError } from "@windlass/contracts/error";
import { Redis, type RedisOptions } from "ioredis";

/**
 * What a connection is for. A producer fails fast, because the outbox keeps what could not be sent; a consumer
 * and a subscriber wait for Redis to come back.
 */
export type ConnectionRole = "producer" | "consumer" | "subscriber";

export type ConnectionInput = {
  redisUrl: string;
  role: ConnectionRole;
  /** Hears of every connection error; the connection repairs itself, so most callers only log it. */
  onError?: (error: Error) => void;
};

/**
 * `socketTimeout` is how long an answer may be owed: where packets are lost, neither side is told, and a connection would wait for
 * ever. A consumer's answers may take 10 s, for as long as BullMQ lets Redis wait for a job.
 */
const optionsOfRole = {
  producer: { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000, socketTimeout: 6_000 },
  consumer: { maxRetriesPerRequest: null, socketTimeout: 12_000 },
  subscriber: { maxRetriesPerRequest: null, autoResubscribe: true, socketTimeout: 5_000 },
} as const satisfies Record<ConnectionRole, RedisOptions>;

/** Opens a connection to Redis that reconnects for ever, with jitter, at most 2 s apart. */
export function openConnection({ redisUrl, role, onError }: ConnectionInput): Redis {
  const connection = new Redis(redisUrl, {
    ...optionsOfRole[role],
    connectTimeout: 5_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000) * (0.5 + Math.random() / 2),
  });
  connection.on("error", onError ?? ignoreReconnectingError);
  return connection;
}

// ioredis prints to the console when nobody listens; it reconnects by itself, and commands report their own failure.
function ignoreReconnectingError(): void {}

/** Waits until a connection answers. Throws `unavailable` after `timeoutMs`. */
export async function waitUntilReady(connection: Redis, timeoutMs: number): Promise<void> {
  if (connection.status === "ready") return;
  let timer: NodeJS.Timeout | undefined;
  let onReady: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      onReady = resolve;
      connection.once("ready", onReady);
      timer = setTimeout(() => {
        reject(
          new WindlassError("unavailable", `Redis did not answer within ${timeoutMs / 1000} s.`, {
            hint: "Is Redis running, and is REDIS_URL right?",
          }),
        );
      }, timeoutMs);
    });
  } finally {
    clearTimeout(timer);
    if (onReady) connection.off("ready", onReady);
  }
}
