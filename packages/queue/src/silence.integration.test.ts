import { startTcpProxy } from "@windlass/local-services/testing/tcp-proxy";
import { describe, expect, inject, it } from "vitest";
import { openConnection } from "./connection.js";
import { openConsumer } from "./consumer.js";
import { openHintPublisher, subscribeHints, type EventHint } from "./event-hints.js";
import { openProducer } from "./producer.js";

const redisUrl = Object.assign(new URL(inject("redisUrl")), { pathname: "/22" }).toString();
const deploymentId = "0190a000-0000-7000-8000-000000000008";

/** Resolves when `told` was called. */
function whenTold(): { told: () => void; when: Promise<void> } {
  let told: () => void = () => undefined;
  const when = new Promise<void>((resolve) => (told = resolve));
  return { told: () => told(), when };
}

// PROOFS F15
describe.concurrent("connections to Redis that fall silent, as when packets are lost", () => {
  it("are replaced by a consumer: what waits is taken within 20 s", { timeout: 40_000 }, async () => {
    const [proxy, producer] = [await startTcpProxy(redisUrl), openProducer({ redisUrl })];
    const connection = openConnection({ redisUrl, role: "consumer" });
    await connection.flushdb();
    const taken = whenTold();
    const consumer = openConsumer({ redisUrl: proxy.url, queue: "deployments", handler: async () => taken.told(), concurrency: 1, onError: () => undefined });
    while ((await producer.workerCount("deployments").catch(() => 0)) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    proxy.lose();
    const lostAt = Date.now();
    await producer.enqueue({ queue: "deployments", key: "one", payload: { deploymentId } });
    await taken.when;
    expect(Date.now() - lostAt).toBeLessThan(20_000);
    await Promise.all([consumer.close(1_000), producer.close()]);
    connection.disconnect();
    await proxy.close();
  });

  it("are replaced by a subscriber, which is told to look for itself", { timeout: 40_000 }, async () => {
    const proxy = await startTcpProxy(redisUrl);
    const [heard, again, heardAgain] = [whenTold(), whenTold(), whenTold()];
    const onHint = (hint: EventHint) => hint.deploymentId === deploymentId && (hint.lastSeq === 1 ? heard : heardAgain).told();
    const subscription = subscribeHints({ redisUrl: proxy.url, onHint, onReconnect: again.told });
    const publisher = openHintPublisher({ redisUrl });
    let seq = 1;
    const timer = setInterval(() => publisher.publishHint(deploymentId, seq), 50);
    await heard.when;
    proxy.lose();
    seq = 2;
    const lostAt = Date.now();
    await Promise.all([again.when, heardAgain.when]);
    expect(Date.now() - lostAt).toBeLessThan(15_000);
    clearInterval(timer);
    await Promise.all([subscription.close(), publisher.close()]);
    await proxy.close();
  });
});
