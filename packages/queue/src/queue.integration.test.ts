import type { OutboxMessage } from "@windlass/contracts/job";
import { afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { openConnection } from "./connection.js";
import { openConsumer, type Consumer } from "./consumer.js";
import { openHintPublisher, subscribeHints, type EventHint } from "./event-hints.js";
import { openProducer, type Producer } from "./producer.js";

const redisUrl = Object.assign(new URL(inject("redisUrl")), { pathname: "/14" }).toString();
const deploymentId = "0190a000-0000-7000-8000-000000000001";
const message: OutboxMessage = { queue: "deployments", key: `deployment:${deploymentId}`, payload: { deploymentId } };
const closers: (() => Promise<void>)[] = [];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(async () => {
  const connection = openConnection({ redisUrl, role: "consumer" });
  await connection.flushdb();
  connection.disconnect();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function openQueue(): Promise<Producer> {
  const producer = openProducer({ redisUrl });
  closers.push(() => producer.close());
  await expect.poll(() => producer.ping().then(() => true, () => false)).toBe(true);
  return producer;
}

function consume(handler: () => Promise<void>, errors: Error[] = []): Consumer {
  const consumer = openConsumer({ redisUrl, queue: "deployments", handler, concurrency: 5, onError: (error) => errors.push(error) });
  closers.push(() => consumer.close(1_000));
  return consumer;
}

describe("the queue", () => {
  it("makes one job of a message that is sent often, and one more when it is sent while that runs", async () => {
    const producer = await openQueue();
    await producer.enqueueAll([message, message, message]);
    expect((await producer.counts("deployments")).waiting).toBe(1);
    let runs = 0;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    consume(async () => {
      runs += 1;
      if (runs === 1) await finished;
    });
    await expect.poll(() => runs).toBe(1);
    await producer.enqueueAll([message, message]);
    // A worker of another database of the same Redis is none of this queue's.
    const other = Object.assign(new URL(redisUrl), { pathname: "/24" }).toString();
    const elsewhere = openConsumer({ redisUrl: other, queue: "deployments", handler: async () => undefined, concurrency: 1, onError: () => undefined });
    const beside = openProducer({ redisUrl: other });
    closers.push(() => elsewhere.close(1_000), () => beside.close());
    await expect.poll(() => beside.workerCount("deployments")).toBe(1);
    expect(await producer.workerCount("deployments")).toBe(1);
    await pause(100);
    expect(runs).toBe(1);
    finish();
    await expect.poll(() => runs).toBe(2);
    await pause(100);
    expect(runs).toBe(2);
  });

  it("takes a message again whose earlier job is done or has failed", async () => {
    const producer = await openQueue();
    const errors: Error[] = [];
    let runs = 0;
    consume(async () => {
      runs += 1;
      if (runs === 1) throw new Error("once");
    }, errors);
    for (const expected of [1, 2, 3]) {
      await producer.enqueue(message);
      await expect.poll(() => runs).toBe(expected);
      await expect.poll(async () => (await producer.counts("deployments")).active).toBe(0);
    }
    expect(errors.map(({ message: text }) => text)).toEqual(["once"]);
  });

  it("runs no job whose payload is not what the queue carries", async () => {
    const producer = await openQueue();
    const errors: Error[] = [];
    let runs = 0;
    consume(async () => void (runs += 1), errors);
    await producer.enqueue({ ...message, key: "bad", payload: { deploymentId: "../../etc/passwd" } });
    await expect.poll(() => errors.length).toBe(1);
    expect(runs).toBe(0);
  });

  it("takes no more jobs when told to, and does not wait for ever for those that run", async () => {
    const producer = await openQueue();
    let runs = 0;
    const consumer = consume(async () => {
      runs += 1;
      await pause(60_000);
    });
    await producer.enqueue({ ...message, key: "endless" });
    await expect.poll(() => runs).toBe(1);
    await consumer.stopTaking();
    await producer.enqueue({ ...message, key: "other" });
    const askedAt = Date.now();
    await consumer.close(300);
    expect(Date.now() - askedAt).toBeLessThan(3_000);
    expect(runs).toBe(1);
  });

  it("fails fast when Redis is away (F07)", async () => {
    const producer = openProducer({ redisUrl: "redis://127.0.0.1:1" });
    closers.push(() => producer.close());
    await expect(producer.enqueue(message)).rejects.toMatchObject({ code: "unavailable" });
    const askedAt = Date.now();
    await expect(producer.ping()).rejects.toMatchObject({ code: "unavailable" });
    expect(Date.now() - askedAt).toBeLessThan(3_000);
  });
});

describe("event hints", () => {
  it("reach every subscriber", async () => {
    const hints: EventHint[] = [];
    const subscription = subscribeHints({ redisUrl, onHint: (hint) => hints.push(hint) });
    const publisher = openHintPublisher({ redisUrl });
    closers.push(() => subscription.close(), () => publisher.close());
    await expect
      .poll(() => {
        publisher.publishHint(deploymentId, 7);
        return hints.filter((hint) => hint.deploymentId === deploymentId).length;
      })
      .toBeGreaterThan(0);
    expect(hints.find((hint) => hint.deploymentId === deploymentId)).toEqual({ deploymentId, lastSeq: 7 });
  });
});
