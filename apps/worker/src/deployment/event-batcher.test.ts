import type { NewEvent } from "@windlass/operations/deployment-run/append-events";
import { describe, expect, it } from "vitest";
import { batchDelayMs, createEventBatcher, largestBatch, type EventBatcherInput } from "./event-batcher.js";
import { createMasker } from "@windlass/operations/masking/masker";
import { createReporter } from "./reporter.js";

function open(overrides: Partial<EventBatcherInput> = {}) {
  const batches: NewEvent[][] = [];
  let seq = 0;
  const hints: number[] = [];
  const failures: unknown[] = [];
  const batcher = createEventBatcher({
    masker: createMasker(["hunter2-hunter2"]),
    write: async (events) => {
      batches.push(events);
      await new Promise((resolve) => setTimeout(resolve, 5));
      seq += events.length;
      return seq;
    },
    onWritten: (lastSeq) => hints.push(lastSeq),
    onFailed: (error) => failures.push(error),
    hasCompany: () => false,
    mayRetry: () => false,
    ...overrides,
  });
  const texts = () => batches.flat().map((event) => (event.kind === "log" ? event.payload.text : event.kind));
  return { batcher, reporter: createReporter(batcher), batches, hints, failures, texts };
}

describe("the event batcher", () => {
  it("leaves a burst's company time between two writes (F27)", async () => {
    const writes: { from: number; to: number }[] = [];
    const write = async (events: NewEvent[]): Promise<number> => {
      const from = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 20));
      writes.push({ from, to: performance.now() });
      return events.length;
    };
    const { reporter, batcher } = open({ write, hasCompany: () => true });
    for (let n = 0; n < largestBatch * 3; n += 1) reporter.output("stdout", `line ${n}`);
    await batcher.flush();
    const pauses = writes.slice(1).map(({ from }, index) => from - (writes[index]?.to ?? 0));
    expect(pauses.length).toBeGreaterThan(1);
    expect(Math.min(...pauses)).toBeGreaterThan(90);
  });

  it("writes what comes within a moment in one batch, and tells the last number", async () => {
    const { reporter, batches, hints, texts } = open();
    reporter.log("a");
    reporter.log("b");
    expect(batches).toHaveLength(0);
    await new Promise((resolve) => setTimeout(resolve, batchDelayMs + 50));
    expect(texts()).toEqual(["a", "b"]);
    expect([batches.length, hints]).toEqual([1, [2]]);
  });

  it("keeps the order and the size of batches in a burst", async () => {
    const { reporter, batches, texts } = open();
    const lines = Array.from({ length: largestBatch * 3 + 7 }, (_, n) => `line ${n}`);
    for (const line of lines) reporter.output("stdout", line);
    await reporter.flush();
    expect(texts()).toEqual(lines);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(largestBatch);
  });

  it("masks secrets and removes what Postgres cannot store", async () => {
    const { reporter, texts } = open();
    reporter.log("password hunter2-hunter2 \0 \ud800");
    await reporter.flush();
    expect(texts()).toEqual(["password *** \u2400 \ufffd"]);
  });

  it("makes producers wait while the backlog is large", async () => {
    const { reporter } = open();
    await expect(reporter.ready()).resolves.toBeUndefined();
    for (let n = 0; n < 3_000; n += 1) reporter.log("x");
    let ready = false;
    const waiting = reporter.ready().then(() => (ready = true));
    await Promise.resolve();
    expect(ready).toBe(false);
    await waiting;
    await reporter.flush();
  });

  it("tries again while the database is away, and writes each event once", async () => {
    let failing = 2;
    const written: number[] = [];
    const { reporter, failures } = open({
      mayRetry: () => true,
      write: async (events) => {
        if (failing-- > 0) throw new Error("away");
        written.push(events.length);
        return events.length;
      },
    });
    reporter.log("a");
    await reporter.flush();
    expect([written, failures]).toEqual([[1], []]);
  });

  it("gives up for good when the lease is lost, and says so to whoever flushes", async () => {
    const lost = new Error("lease lost");
    const { reporter, failures } = open({ write: () => Promise.reject(lost) });
    reporter.log("a");
    await expect(reporter.flush()).rejects.toBe(lost);
    reporter.log("b");
    await expect(reporter.flush()).rejects.toBe(lost);
    expect(failures).toEqual([lost]);
  });
});
