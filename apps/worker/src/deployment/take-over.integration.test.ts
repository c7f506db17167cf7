import type { Deployment } from "@windlass/contracts/deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { acquireLease } from "@windlass/operations/deployment-run/acquire-lease";
import { LeaseLostError, type Fence } from "@windlass/operations/deployment-run/fence";
import { loadRun } from "@windlass/operations/deployment-run/load-run";
import { releaseLease } from "@windlass/operations/deployment-run/release-lease";
import { renewLease } from "@windlass/operations/deployment-run/renew-lease";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { openAwsProxy, type AwsProxy } from "../testing/aws-proxy.js";
import { gate, sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";
import { openTestServices } from "../testing/in-process-worker.js";
import { startWorkerProcess, type WorkerProcess } from "../testing/worker-process.js";
import { openLeaseKeeper } from "./lease-keeper.js";
import { openRunMasker } from "./masker.js";
import { openRunContext } from "./run-context.js";
import { applyChangeSet } from "./steps/8-apply-change-set.js";

let proxy: AwsProxy;
let world: TestWorld;
const processes: WorkerProcess[] = [];

beforeAll(async () => {
  proxy = await openAwsProxy(inject("sandboxUrl"));
  world = await openTestWorld({
    databaseUrl: inject("databaseUrl"),
    redisUrl: inject("redisUrl"),
    sandboxUrl: inject("sandboxUrl"),
    endpointUrl: proxy.url,
    redisDatabase: 12,
  });
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  for (const worker of processes) worker.signal("SIGKILL");
  await world.close();
  await proxy.close();
});

async function startProcess(): Promise<WorkerProcess> {
  const started = await startWorkerProcess(world.env);
  processes.push(started);
  return started;
}

async function request(service: string): Promise<string> {
  return (await requestDeployment(world.context, { stage: { service, stage: "dev" } })).id;
}

/** A service whose stack has its name and waits at a gate. */
const addGatedService = (service: string) => world.addService(sampleService("v1", gate("Gate"), service));

async function untilAtGate(id: string): Promise<void> {
  const deployment = await world.waitFor(id, () => true);
  const isAtGate = async () => (await world.events(deployment)).some((event) => event.kind === "stack" && event.payload.logicalId === "Gate");
  await expect.poll(isAtGate, { timeout: 30_000 }).toBe(true);
}

const logOf = async (id: string): Promise<string> => (await world.log(await world.waitFor(id, () => true))).join("\n");
const executes = (): number => proxy.actions.filter((action) => action === "ExecuteChangeSet").length;

async function expectWholeLog(deployment: Deployment): Promise<string[]> {
  const stackEvents = (await world.events(deployment)).flatMap((event) => (event.kind === "stack" ? event.payload.eventId : []));
  expect(new Set(stackEvents).size).toBe(stackEvents.length);
  return world.log(deployment);
}

async function acquire(deploymentId: string, owner: string): Promise<Fence> {
  const outcome = await acquireLease(world.db.pool, { deploymentId, owner });
  if (outcome.outcome !== "acquired") throw new Error(`The lease is not to be had: ${outcome.outcome}`);
  return outcome.fence;
}

describe("taking over a deployment", () => {
  it("from a worker that was killed while CloudFormation was at work: one change set is executed (F01)", { timeout: 90_000 }, async () => {
    const { name } = await addGatedService("killed");
    const before = executes();
    const worker = await startProcess();
    const id = await request(name);
    await untilAtGate(id);
    worker.signal("SIGKILL");
    await worker.ended;

    await world.startWorker();
    const killedAt = Date.now();
    await expect.poll(() => logOf(id), { timeout: 40_000 }).toContain("takes over");
    expect(Date.now() - killedAt).toBeLessThan(20_000);
    await world.openGate("killed-dev", "Gate");
    const deployment = await world.waitForEnd(id);
    expect(deployment).toMatchObject({ state: "succeeded", error: null });
    expect(executes() - before).toBe(1);
    expect(await expectWholeLog(deployment)).toContain("CloudFormation is at work on this deployment already: watching.");
    expect(await world.call(deployment.endpoints[0]?.url, "/hello")).toBe("v1");
  });

  it("from a worker that was paused: it does nothing in AWS when it wakes up (F02)", { timeout: 90_000 }, async () => {
    const { name } = await addGatedService("paused");
    const before = executes();
    const worker = await startProcess();
    // The worker asks whether its operation was started, and is paused before it hears that it was not.
    const held = proxy.holdNext("DescribeStackEvents");
    const id = await request(name);
    await held.reached;
    worker.signal("SIGSTOP");
    held.release();

    await world.startWorker();
    await untilAtGate(id);
    await world.openGate("paused-dev", "Gate");
    const deployment = await world.waitForEnd(id);
    expect(deployment).toMatchObject({ state: "succeeded" });
    worker.signal("SIGCONT");
    await expect.poll(() => worker.lines.join("\n"), { timeout: 15_000 }).toContain("lease_lost");
    expect(executes() - before).toBe(1);
    expect((await world.waitFor(id, () => true)).lastSeq).toBe(deployment.lastSeq);
    await expectWholeLog(deployment);
    worker.signal("SIGKILL");
    await worker.ended;
  });

  it("leaves the loser no call that changes AWS, even before it has noticed (F02)", async () => {
    const { name } = await addGatedService("stale");
    const before = executes();
    // Planned and about to be executed: the worker is stopped while it asks whether its operation was started.
    const held = proxy.holdNext("DescribeStackEvents");
    const first = await world.startWorker();
    const id = await request(name);
    await held.reached;
    await first.stop();
    held.release();

    const stale = await acquire(id, "stale");
    await world.db.pool.query("UPDATE deployments SET lease_expires_at = now() - interval '1 second' WHERE id = $1", [id]);
    const holder = await acquire(id, "holder");
    const services = { ...openTestServices(world), shutdown: new AbortController().signal };
    const lease = openLeaseKeeper({ fence: stale, renew: () => renewLease(world.db.pool, stale), onError: () => undefined, intervalMs: 3_600_000 });
    const run = await loadRun(world.db, world.keyring, id);
    if (!run) throw new Error("The deployment is gone.");
    expect(run.state).toBe("deploying");
    await expect(applyChangeSet(openRunContext({ services, lease, run, takeovers: 0, masker: await openRunMasker(services, run) }))).rejects.toThrow(LeaseLostError);
    expect(executes() - before).toBe(0);

    lease.close();
    services.sessions.close();
    await services.hints.close();
    await releaseLease(world.db.pool, holder, { handOver: true });
    await world.startWorker();
    await untilAtGate(id);
    await world.openGate("stale-dev", "Gate");
    expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded" });
    expect(executes() - before).toBe(1);
  });

  it("from a worker that was told to end: at once, and it is no failure (F04)", { timeout: 90_000 }, async () => {
    const { name } = await addGatedService("handed");
    const before = executes();
    const worker = await startProcess();
    const id = await request(name);
    await untilAtGate(id);
    await world.startWorker();
    const toldAt = Date.now();
    worker.signal("SIGTERM");
    expect(await worker.ended).toBe(0);
    expect(Date.now() - toldAt).toBeLessThan(10_000);
    await expect.poll(() => logOf(id), { timeout: 8_000 }).toContain("already: watching");
    await world.openGate("handed-dev", "Gate");
    const deployment = await world.waitForEnd(id);
    expect(deployment).toMatchObject({ state: "succeeded" });
    expect(executes() - before).toBe(1);
    expect((await world.db.prisma.deployment.findUniqueOrThrow({ where: { id } })).takeovers).toBe(0);
    await expectWholeLog(deployment);
  });

  it("is given up when the deployment seems to end its workers (F31)", async () => {
    const { name } = await addGatedService("poison");
    const id = await request(name);
    // As three killed workers would leave it.
    await world.db.pool.query(
      `UPDATE deployments SET state = 'preparing', lease_epoch = 3, lease_owner = 'dead', takeovers = 2, lease_expires_at = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await world.startWorker();
    const deployment = await world.waitForEnd(id);
    expect(deployment).toMatchObject({ state: "failed", error: { code: "worker_failed", message: expect.stringContaining("3 workers in a row") } });
  });
});
