import { setTimeout as sleep } from "node:timers/promises";
import { toUSVString } from "node:util";
import type { EventBody } from "@windlass/contracts/event";
import type { NewEvent } from "@windlass/operations/deployment-run/append-events";
import { createEventBacklog } from "./event-backlog.js";
import type { Masker } from "./masker.js";

/** A batch is written when it has so many events, or when its first one is so old at the latest. */
export const batchSize = 200;
export const batchDelayMs = 100;
/** What has gathered meanwhile goes in one batch up to this size: a statement costs more than its rows. */
export const largestBatch = 1_000;
/** While the database is quick, so little is gathered that a line is on the screen at once. */
const shortestDelayMs = 25;
/** Gathering this many times as long as a write takes leaves the database time for others. */
const delayPerWrite = 3;
/** A burst is a luxury where others deploy beside it: they have the time between two of its writes, and it still has thousands of lines a second. */
const pausePerWrite = 5;
const longestPauseMs = 150;
/** Above so many unwritten events, whoever produces them should wait for `ready`. */
const highWater = 2_000;

export type EventBatcher = {
  push(event: EventBody): void;
  /** Writes what is there. Throws what the last write threw, such as LeaseLostError. */
  flush(): Promise<void>;
  /** Resolves at once, or when the backlog has been written down. */
  ready(): Promise<void>;
};

export type EventBatcherInput = {
  masker: Masker;
  /** Writes a batch and returns the `seq` of its last event. */
  write: (events: NewEvent[]) => Promise<number>;
  /** Told after each batch. */
  onWritten: (lastSeq: number) => void;
  /** Told when a write failed for good; nothing is written after it. */
  onFailed: (error: unknown) => void;
  /** Whether a failed write may be tried again, such as when the database is away for a moment. */
  mayRetry: (error: unknown) => boolean;
  /** Whether others want the processors and the database too: then a burst is written with pauses. */
  hasCompany: () => boolean;
};

/** Collects events, masks secrets in them, and writes them in order, one batch at a time. */
export function createEventBatcher(input: EventBatcherInput): EventBatcher {
  const backlog = createEventBacklog();
  /** Of the batch that is being written now. */
  let inFlight = 0;
  const waiters: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let failure: { error: unknown } | undefined;
  let delayMs = shortestDelayMs;
  let tookMs = 0;

  const isFull = (): boolean => backlog.size + inFlight >= highWater && !failure;
  const writeBatch = async (): Promise<void> => {
    const batch = backlog.take(largestBatch);
    inFlight = batch.length;
    const startedAt = performance.now();
    try {
      const lastSeq = await writeWithRetry(input, batch);
      tookMs = performance.now() - startedAt;
      delayMs = Math.min(batchDelayMs, Math.max(shortestDelayMs, tookMs * delayPerWrite));
      input.onWritten(lastSeq);
    } catch (error) {
      failure = { error };
      backlog.clear();
      input.onFailed(error);
    } finally {
      inFlight = 0;
    }
    if (!isFull()) for (const resolve of waiters.splice(0)) resolve();
  };
  const writeAll = async (): Promise<void> => {
    await writeBatch();
    while (backlog.size >= batchSize) {
      if (input.hasCompany()) await sleep(Math.min(tookMs * pausePerWrite, longestPauseMs));
      await writeBatch();
    }
    if (backlog.size > 0) timer ??= setTimeout(() => void start(), delayMs);
  };
  const start = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  return {
    push(event) {
      if (failure) return;
      backlog.push(clean(masked(input.masker, event)));
      if (backlog.size >= batchSize) void start();
      else timer ??= setTimeout(() => void start(), delayMs);
    },
    async flush() {
      while ((backlog.size > 0 || writing) && !failure) await start();
      if (failure) throw failure.error;
    },
    ready: () => (isFull() ? new Promise((resolve) => waiters.push(resolve)) : Promise.resolve()),
  };
}

const retryDelaysMs = [50, 200, 500, 1_000, 2_000, 3_000];

async function writeWithRetry(input: EventBatcherInput, batch: NewEvent[]): Promise<number> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await input.write(batch);
    } catch (error) {
      if (!input.mayRetry(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  return input.write(batch);
}

/** Of a line only its text can hold a secret: there are too many of them to copy each one's every field. */
function masked(masker: Masker, event: EventBody): EventBody {
  if (event.kind !== "log") return masker.json(event);
  const text = masker.text(event.payload.text);
  return text === event.payload.text ? event : { ...event, payload: { ...event.payload, text } };
}

/** Postgres refuses NUL and half surrogate pairs in JSON. */
function clean<T extends EventBody>(event: T): T {
  if (event.kind !== "log") return event;
  const text = event.payload.text;
  const cleaned = toUSVString(text).replaceAll("\0", "\u2400");
  return cleaned === text ? event : { ...event, payload: { ...event.payload, text: cleaned } };
}
