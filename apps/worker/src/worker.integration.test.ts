import { deleteStack } from "@windlass/aws/stacks/delete-stack";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { relayOutbox } from "@windlass/operations/outbox/relay-outbox";
import { openConnection } from "@windlass/queue/connection";
import { openProducer } from "@windlass/queue/producer";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { gate, sampleService } from "./testing/sample-service.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";

let world: TestWorld;
let counter = 0;

beforeAll(async () => {
  world = await openTestWorld({
    databaseUrl: inject("databaseUrl"),
    redisUrl: inject("redisUrl"),
    sandboxUrl: inject("sandboxUrl"),
    redisDatabase: 13,
  });
});
afterEach(() => world.stopWorkers());
afterAll(() => world.close());

const request = async (service: string) => requestDeployment(world.context, { stage: { service, stage: "dev" } });
const cancel = async (service: string, number: number) => requestCancellation(world.context, { service, stage: "dev", number });
const until = (id: string, state: DeploymentState) => world.waitFor(id, (deployment) => deployment.state === state);

/** The sample as a stack of its own: `first` are the files it begins with, `files` makes later ones. */
function named(version: string, extra?: string) {
  counter += 1;
  const service = `w${counter}`;
  const files = (v: string, more?: string) => sampleService(v, more, service);
  return { stack: `${service}-dev`, files, first: files(version, extra) };
}

async function untilAtWork(id: string, logicalId: string): Promise<void> {
  const deployment = await until(id, "deploying");
  await expect
    .poll(async () => (await world.events(deployment)).some((event) => event.kind === "stack" && event.payload.logicalId === logicalId), { timeout: 30_000 })
    .toBe(true);
}

describe("the queue of a stage", () => {
  it("runs its deployments one at a time, in the order in which they were asked for (F23)", async () => {
    const { name } = await world.addService(named("v1").first);
    const requested = await Promise.all([request(name), request(name), request(name)]);
    await Promise.all([world.startWorker(), world.startWorker()]);
    const done = await Promise.all(requested.map(({ id }) => world.waitForEnd(id)));
    const inOrder = done.toSorted((a, b) => a.number - b.number);
    expect(inOrder.map(({ number, state }) => [number, state])).toEqual([[1, "succeeded"], [2, "succeeded"], [3, "succeeded"]]);
    const moments = inOrder.flatMap(({ startedAt, finishedAt }) => [Date.parse(startedAt ?? ""), Date.parse(finishedAt ?? "")]);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  });
});

describe("a stack that somebody else is changing", () => {
  it("is waited for, and named on the deployment meanwhile", async () => {
    await world.startWorker();
    const sample = named("v1", gate("Gate"));
    const [first, second] = [await world.addService(sample.first), await world.addService(sample.files("v2"))];
    const other = await request(first.name);
    await untilAtWork(other.id, "Gate");
    const { id } = await request(second.name);
    const waiting = await world.waitFor(id, ({ blocker }) => blocker?.reason === "stack_busy");
    expect(waiting).toMatchObject({ state: "planning", blocker: { reason: "stack_busy", message: expect.stringContaining(sample.stack) } });
    await world.openGate(sample.stack, "Gate");
    expect(await world.waitForEnd(other.id)).toMatchObject({ state: "succeeded" });
    const done = await world.waitForEnd(id);
    expect(done).toMatchObject({ state: "succeeded", blocker: null });
    expect(await world.call(done.endpoints[0]?.url, "/hello")).toBe("v2");
  });
});

describe("cancelling (F25)", () => {
  it("ends a deployment that waits, at once and without a worker", async () => {
    const { name } = await world.addService(named("v1").first);
    const { id } = await request(name);
    await cancel(name, 1);
    expect(await world.waitForEnd(id)).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
    await world.startWorker();
    expect(await world.waitForEnd((await request(name)).id)).toMatchObject({ number: 2, state: "succeeded" });
  });

  it("ends a build and what it started, and touches nothing in AWS", async () => {
    await world.startWorker();
    const sample = named("v1");
    const { name } = await world.addService(
      { ...sample.first, "build.mjs": "console.log('pid', process.pid); setInterval(() => {}, 1000);" },
      { buildCommand: ["node", "build.mjs"] },
    );
    const { id, number } = await request(name);
    let pid = 0;
    await expect
      .poll(async () => (pid = Number(/^pid (\d+)$/m.exec((await world.log(await world.waitFor(id, () => true))).join("\n"))?.[1])), { timeout: 20_000 })
      .toBeGreaterThan(0);
    const askedAt = Date.now();
    await cancel(name, number);
    const cancelled = await world.waitForEnd(id);
    expect(Date.now() - askedAt).toBeLessThan(5_000);
    expect(cancelled).toMatchObject({ state: "cancelled", error: { code: "cancelled", message: "Cancelled by Windlass." } });
    expect(cancelled.steps.find((step) => step.name === "build")?.state).toBe("cancelled");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(await describeStack(world.aws, sample.stack)).toBeNull();
  });

  it("rolls a running update back, and the stage deploys again", async () => {
    await world.startWorker();
    const sample = named("v1");
    const { name, repository } = await world.addService(sample.first);
    expect(await world.waitForEnd((await request(name)).id)).toMatchObject({ state: "succeeded" });
    await repository.commit("gated", sample.files("v2", gate("Gate")));
    const { id, number } = await request(name);
    await untilAtWork(id, "Gate");
    await cancel(name, number);
    await until(id, "rolling_back");
    // The emulator, unlike AWS, looks at a cancellation only between two resources.
    await world.openGate(sample.stack, "Gate");
    const cancelled = await world.waitForEnd(id);
    expect(cancelled).toMatchObject({ state: "rolled_back", error: { code: "cancelled" } });
    expect(cancelled.steps.find((step) => step.name === "apply")?.state).toBe("cancelled");
    expect((await describeStack(world.aws, sample.stack))?.status).toBe("UPDATE_ROLLBACK_COMPLETE");
    await repository.commit("repaired", sample.files("v3"));
    const next = await world.waitForEnd((await request(name)).id);
    expect(next).toMatchObject({ state: "succeeded" });
    expect(await world.call(next.endpoints[0]?.url, "/hello")).toBe("v3");
  });

  it("deletes what a first create had made", async () => {
    await world.startWorker();
    const sample = named("v1", gate("Gate"));
    const { name } = await world.addService(sample.first);
    const { id, number } = await request(name);
    await untilAtWork(id, "Gate");
    await cancel(name, number);
    expect(await world.waitForEnd(id)).toMatchObject({ state: "rolled_back", error: { code: "cancelled" } });
    expect(await describeStack(world.aws, sample.stack)).toBeNull();
  });
});

describe("Redis loses everything (F09)", () => {
  const flush = async () => {
    const connection = openConnection({ redisUrl: world.redisUrl, role: "consumer" });
    await connection.flushdb();
    connection.disconnect();
  };

  it("while a deployment waits: the reconciler finds it", async () => {
    const { name } = await world.addService(named("v1").first);
    const producer = openProducer({ redisUrl: world.redisUrl });
    await expect.poll(() => producer.ping().then(() => true, () => false)).toBe(true);
    const relay = () => relayOutbox(world.db, { send: (messages) => producer.enqueueAll(messages), onUnreadable: () => undefined });
    // The tests before may have left a change set to clean up after.
    await relay();
    const { waiting } = await producer.counts("deployments");
    const { id } = await request(name);
    await relay();
    expect((await producer.counts("deployments")).waiting).toBe(waiting + 1);
    await flush();
    expect((await producer.counts("deployments")).waiting).toBe(0);
    await producer.close();
    await world.startWorker({ reconcileMs: 1_000 });
    expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded" });
  });

  it("while one runs: it goes on", async () => {
    await world.startWorker();
    const sample = named("v1", gate("Gate"));
    const { name } = await world.addService(sample.first);
    const { id } = await request(name);
    await untilAtWork(id, "Gate");
    await flush();
    await world.openGate(sample.stack, "Gate");
    const deployment = await world.waitForEnd(id);
    expect(deployment).toMatchObject({ state: "succeeded" });
    await world.log(deployment);
    expect(await world.waitForEnd((await request(name)).id)).toMatchObject({ number: 2, state: "succeeded" });
  });
});

describe("a webhook delivery (F20)", () => {
  it("deploys once, however often it is sent and processed", async () => {
    const sample = named("v1");
    const { name, repository } = await world.addService(sample.first);
    const sha = await repository.git("rev-parse", "HEAD");
    await world.db.prisma.repository.updateMany({ where: { url: repository.path }, data: { fullName: `acme/${name}` } });
    const body = pushBody({ fullName: `acme/${name}`, sha });
    const sent = await Promise.all(
      Array.from({ length: 10 }, () => acceptDelivery(world.db, { provider: "github", deliveryId: `delivery-${name}`, event: "push", body })),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    await Promise.all([world.startWorker(), world.startWorker()]);
    const producer = openProducer({ redisUrl: world.redisUrl });
    for (let n = 0; n < 5; n += 1) {
      await producer.enqueue({ queue: "deliveries", key: `again-${n}`, payload: { deliveryId: sent[0]?.id ?? "" } });
    }
    await expect.poll(() => world.db.prisma.deployment.count({ where: { stage: { service: { name } } } }), { timeout: 20_000 }).toBe(1);
    const deployment = await world.db.prisma.deployment.findFirstOrThrow({ where: { stage: { service: { name } } } });
    expect(await world.waitForEnd(deployment.id)).toMatchObject({ state: "succeeded", trigger: "push", commit: { sha } });
    expect(await world.db.prisma.deployment.count({ where: { stage: { service: { name } } } })).toBe(1);
    expect((await world.db.prisma.delivery.findUniqueOrThrow({ where: { id: sent[0]?.id ?? "" } })).reason).toBe("deployed");
    await producer.close();
  });
});

describe("a sandbox that was reset", () => {
  it("is noticed, said on the stage, and repaired by a deploy", async () => {
    await world.startWorker({ reconcileMs: 500 });
    const sample = named("v1");
    const { name } = await world.addService(sample.first);
    expect(await world.waitForEnd((await request(name)).id)).toMatchObject({ state: "succeeded" });
    const status = async () => (await world.db.prisma.stage.findFirstOrThrow({ where: { service: { name } } })).status;
    expect(await status()).toBe("live");
    await deleteStack(world.aws, { stackName: sample.stack, clientRequestToken: "reset" });
    await expect.poll(status, { timeout: 20_000 }).toBe("sandbox_lost");
    const again = await world.waitForEnd((await request(name)).id);
    expect(again).toMatchObject({ state: "succeeded" });
    expect(await status()).toBe("live");
    expect(await world.call(again.endpoints[0]?.url, "/hello")).toBe("v1");
  });
});

describe("a long log (P21)", () => {
  it("is kept ready for those who read it once its deployment has ended", async () => {
    await world.startWorker();
    const { name } = await world.addService(
      { ...named("v1").first, "build.mjs": "for (let n = 1; n <= 2500; n += 1) console.log('line', n); process.exitCode = 1;" },
      { buildCommand: ["node", "build.mjs"] },
    );
    const { id } = await request(name);
    const { lastSeq } = await world.waitForEnd(id);
    const frames = () => world.db.prisma.eventFrame.findMany({ where: { deploymentId: id }, orderBy: { lastSeq: "asc" }, select: { firstSeq: true, lastSeq: true } });
    await expect.poll(frames, { timeout: 10_000 }).toEqual([{ firstSeq: 1, lastSeq: 1_000 }, { firstSeq: 1_001, lastSeq: 2_000 }, { firstSeq: 2_001, lastSeq }]);
  });
});

/** The parts of GitHub's push payload that matter. */
function pushBody({ fullName, sha }: { fullName: string; sha: string }): string {
  const address = `https://github.com/${fullName}`;
  return JSON.stringify({
    ref: "refs/heads/main",
    before: "0".repeat(40),
    after: sha,
    deleted: false,
    repository: { full_name: fullName, clone_url: `${address}.git`, ssh_url: `git@github.com:${fullName}.git`, html_url: address, git_url: address },
    head_commit: { id: sha, message: "First", timestamp: "2026-11-23T00:00:00Z", author: { name: "Ada", email: "ada@example.com" } },
    pusher: { name: "ada" },
  });
}
