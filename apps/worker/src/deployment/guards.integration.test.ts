import { setTimeout as delay } from "node:timers/promises";
import { setAlarm } from "@windlass/aws/testing/set-alarm";
import { readAlias } from "@windlass/aws/functions/read-alias";
import { invokeFunction } from "@windlass/aws/functions/invoke-function";
import type { Deployment } from "@windlass/contracts/deployment";
import { guardSettingsSchema, type UpdateStageSettings } from "@windlass/contracts/stage-settings";
import { abortCanary } from "@windlass/operations/deployment/abort-canary";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { readStage } from "@windlass/operations/stage/read-stage";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import type { z } from "zod";
import { openAwsProxy, type AwsProxy } from "../testing/aws-proxy.js";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";
import { startWorkerProcess, type WorkerProcess } from "../testing/worker-process.js";

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
    redisDatabase: 3,
  });
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  for (const worker of processes) worker.signal("SIGKILL");
  await world.close();
  await proxy.close();
});

const executes = (): number => proxy.actions.filter((action) => action === "ExecuteChangeSet").length;
const requestOf = async (service: string): Promise<string> => (await requestDeployment(world.context, { stage: { service, stage: "dev" } })).id;
const deploy = async (service: string): Promise<Deployment> => world.waitForEnd(await requestOf(service));
const stageOf = (service: string) => readStage(world.context, { stage: { service, stage: "dev" }, keyring: world.keyring });

async function set(service: string, settings: UpdateStageSettings): Promise<void> {
  await updateStage(world.context, { stage: { service, stage: "dev" }, change: { settings }, keyring: world.keyring });
}

const guards = (given: z.input<typeof guardSettingsSchema>): UpdateStageSettings => ({ guards: guardSettingsSchema.parse(given) });

/** A service whose stack has its name and whose first release, which answers `v1`, is live. */
async function addLiveService(name: string) {
  const added = await world.addService(sampleService("v1", "", name));
  expect(await deploy(added.name)).toMatchObject({ state: "succeeded", guards: null });
  return added;
}

async function untilWatching(id: string): Promise<Deployment> {
  return world.waitFor(id, ({ guards: report }) => report !== null && report.checkedAt !== null);
}

async function expectBack(service: string): Promise<void> {
  const stage = await stageOf(service);
  expect(stage).toMatchObject({ status: "live", release: 1 });
  expect(await world.call(stage.endpoints[0]?.url, "/hello")).toBe("v1");
}

describe("a smoke request", () => {
  it("that is not answered as wanted puts the release before back, once, and says what it got", { timeout: 60_000 }, async () => {
    await world.startWorker();
    const { name, repository } = await addLiveService("smoke");
    await set(name, guards({ smoke: [{ path: "/hello", body: "^v\\d$" }] }));
    await repository.commit("Break", sampleService("broken", "", "smoke"));
    const before = executes();
    const broken = await deploy(name);
    expect(broken).toMatchObject({ state: "rolled_back", error: { code: "guard_tripped" }, guards: { state: "tripped" } });
    expect(broken.error?.message).toContain("the smoke request GET /hello: Answered 200, but its body of 6 characters does not match /^v\\d$/");
    expect(broken.steps.filter(({ name: step }) => step === "guard" || step === "finish").map(({ state }) => state)).toEqual(["failed", "skipped"]);
    expect(executes() - before).toBe(2);
    await expectBack(name);

    await repository.commit("Repair", sampleService("v3", "", "smoke"));
    expect(await deploy(name)).toMatchObject({ state: "succeeded", guards: { state: "passed", guards: [{ kind: "smoke", verdict: "good", samples: [{ value: 200 }] }] } });
    expect(await stageOf(name)).toMatchObject({ status: "live", release: 3 });
  });

  it("judges code that was put back without CloudFormation, too, and gives functions back what they ran", { timeout: 90_000 }, async () => {
    await world.startWorker();
    const { name, repository } = await addLiveService("smoke-fast");
    await repository.commit("Second", sampleService("v2", "", "smoke-fast"));
    await deploy(name);
    await set(name, guards({ smoke: [{ path: "/hello", body: "^v2$" }] }));
    const stage = { service: name, stage: "dev" };
    const rollBacks = [{ stage, to: 1 }, { stage, to: 1, functions: ["hello"] }];
    for (const request of rollBacks) {
      const { id } = await requestRollback(world.context, request);
      const ended = await world.waitForEnd(id);
      expect(ended).toMatchObject({ state: "rolled_back", error: { code: "guard_tripped" } });
      expect(await world.call((await stageOf(name)).endpoints[0]?.url, "/hello")).toBe("v2");
      expect(await stageOf(name)).toMatchObject({ status: "live", release: 2 });
    }
  });

  it("that fails on a stage's first release ends the deployment and deletes nothing", { timeout: 60_000 }, async () => {
    await world.startWorker();
    const { name } = await world.addService(sampleService("v1", "", "smoke-first"));
    await set(name, guards({ smoke: [{ path: "/nowhere" }] }));
    const first = await deploy(name);
    expect(first).toMatchObject({ state: "failed", error: { code: "guard_tripped", hint: expect.stringContaining("no release before") } });
    expect(await world.call(first.endpoints[0]?.url, "/hello")).toBe("v1");
    expect(await stageOf(name)).toMatchObject({ status: "failed", release: null });
  });
});

describe("alarms and metrics", () => {
  it("trip on an alarm that rings while they watch; one that rang before, is undecided or is not there is named", { timeout: 60_000 }, async () => {
    await world.startWorker();
    await setAlarm(world.aws, "rang-before", "ALARM");
    const { name, repository } = await addLiveService("alarms");
    await setAlarm(world.aws, "undecided", "INSUFFICIENT_DATA");
    await setAlarm(world.aws, "orders-errors", "OK");
    await set(name, guards({ alarms: ["rang-before", "undecided", "missing", "orders-errors"], bakeSeconds: 60 }));
    await repository.commit("Second", sampleService("v2", "", "alarms"));
    // What rang in the second in which the deployment begins counts as after it.
    await delay(1_000);
    const id = await requestOf(name);
    const watching = await untilWatching(id);
    expect(watching.guards?.guards.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown", "unknown", "good"]);
    await setAlarm(world.aws, "orders-errors", "ALARM");
    const ended = await world.waitForEnd(id);
    expect(ended).toMatchObject({ state: "rolled_back", error: { code: "guard_tripped", message: expect.stringContaining("the alarm orders-errors: ALARM: set to ALARM by the test") } });
    await expectBack(name);
  });

  it("trip on an error rate that real failing invocations raise, with the numbers", { timeout: 60_000 }, async () => {
    await world.startWorker();
    const { name, repository } = await addLiveService("rates");
    const call = async (times: number): Promise<void> => {
      for (let count = 0; count < times; count += 1) await invokeFunction(world.aws, { functionName: "rates-dev-hello", payload: "{}" });
    };
    await call(5);
    await set(name, guards({ metrics: [{ metric: "error_rate", maxIncrease: 10, minimumSamples: 5 }], bakeSeconds: 60 }));
    await repository.commit("Throw", { ...sampleService("v2", "", "rates"), "hello.mjs": `export const handler = async () => { throw new Error("broken"); };\n` });
    const id = await requestOf(name);
    expect((await untilWatching(id)).guards?.guards).toMatchObject([{ verdict: "unknown", message: "Too few invocations to say: 0 of 5" }]);
    await call(5);
    const ended = await world.waitForEnd(id);
    expect(ended).toMatchObject({ state: "rolled_back", error: { message: expect.stringContaining("hello: 100 % of 5 invocations failed; 0 % before") } });
    expect(ended.guards?.guards[0]?.samples.at(-1)).toMatchObject({ value: 100, baseline: 0, count: 5 });
    await expectBack(name);
  });
});

describe("the bake time", () => {
  it("goes on where a killed worker left it: no request is sent again and the clock is not set back", { timeout: 90_000 }, async () => {
    const { name, repository } = await world.addService(sampleService("v1", "", "baked"));
    const worker = await startWorkerProcess(world.env);
    processes.push(worker);
    await deploy(name);
    await setAlarm(world.aws, "calm", "OK");
    await set(name, guards({ smoke: [{ path: "/hello" }], alarms: ["calm"], bakeSeconds: 16 }));
    await repository.commit("Second", sampleService("v2", "", "baked"));
    const before = executes();
    const id = await requestOf(name);
    const watching = await world.waitFor(id, ({ guards: report }) => (report?.guards[1]?.samples.length ?? 0) > 0);
    worker.signal("SIGKILL");
    await worker.ended;

    await world.startWorker({ reconcileMs: 1_000 });
    const ended = await world.waitForEnd(id);
    expect(ended).toMatchObject({ state: "succeeded", guards: { state: "passed", startedAt: watching.guards?.startedAt } });
    expect(ended.guards?.guards[0]?.samples).toHaveLength(1);
    const bakedMs = Date.parse(ended.guards?.endedAt ?? "") - Date.parse(ended.guards?.startedAt ?? "");
    expect(bakedMs).toBeGreaterThanOrEqual(16_000);
    expect(bakedMs).toBeLessThan(28_000);
    expect(executes() - before).toBe(1);
    expect((await world.log(ended)).join("\n")).toContain("takes over");
  });

  it("ends with a cancellation, which puts the release before back and names who asked", { timeout: 60_000 }, async () => {
    await world.startWorker();
    const { name, repository } = await addLiveService("stopped");
    await setAlarm(world.aws, "calm", "OK");
    await set(name, guards({ alarms: ["calm"], bakeSeconds: 120 }));
    await repository.commit("Second", sampleService("v2", "", "stopped"));
    const id = await requestOf(name);
    const { number } = await untilWatching(id);
    await requestCancellation(world.context, { service: name, stage: "dev", number });
    const ended = await world.waitForEnd(id);
    expect(ended).toMatchObject({ state: "rolled_back", error: { code: "cancelled", message: "Cancelled by Windlass." }, guards: { state: "cancelled" } });
    expect(ended.steps.find(({ name: step }) => step === "guard")?.state).toBe("cancelled");
    await expectBack(name);
  });

  it("holds no worker while it is long, and is woken by a cancellation", { timeout: 60_000 }, async () => {
    await world.startWorker({ reconcileMs: 500 });
    const { name, repository } = await addLiveService("resting");
    await setAlarm(world.aws, "calm", "OK");
    await set(name, guards({ alarms: ["calm"], bakeSeconds: 3_600 }));
    await repository.commit("Second", sampleService("v2", "", "resting"));
    const id = await requestOf(name);
    const { number } = await untilWatching(id);
    const resting = async () => {
      const { rows } = await world.db.pool.query("SELECT lease_owner, resume_at > now() + interval '50 seconds' AS later, takeovers FROM deployments WHERE id = $1", [id]);
      return rows[0] as unknown;
    };
    await expect.poll(resting).toEqual({ lease_owner: null, later: true, takeovers: 0 });

    // The hour passes: the record of its begin and of the next look are set back.
    await world.db.pool.query(
      `UPDATE deployments SET resume_at = now(), results = jsonb_set(results, '{guards,bakesUntil}', results #> '{guards,startedAt}') WHERE id = $1`,
      [id],
    );
    const ended = await world.waitForEnd(id);
    expect(ended).toMatchObject({ state: "succeeded", number, guards: { state: "passed" } });
    expect(ended.guards?.guards[0]?.samples).toHaveLength(2);

    await repository.commit("Third", sampleService("v3", "", "resting"));
    const next = await requestOf(name);
    const third = await untilWatching(next);
    await expect.poll(async () => (await world.db.pool.query("SELECT lease_owner FROM deployments WHERE id = $1", [next])).rows).toEqual([{ lease_owner: null }]);
    await requestCancellation(world.context, { service: name, stage: "dev", number: third.number });
    expect(await world.waitForEnd(next)).toMatchObject({ state: "rolled_back", error: { code: "cancelled" } });
    expect(await stageOf(name)).toMatchObject({ status: "live", release: 2 });
  });
});

describe("a canary", () => {
  const alias = () => readAlias(world.aws, { functionName: "canary-dev-hello", alias: "live" });

  it("shifts traffic by the alias's weights, makes the stack agree, and gives all of it back when it is aborted", { timeout: 120_000 }, async () => {
    await world.startWorker();
    const { name, repository } = await world.addService(sampleService("v1", "", "canary"));
    await set(name, { canary: { steps: [10, 100], stepSeconds: 4 } });
    const first = await deploy(name);
    expect(first).toMatchObject({ state: "succeeded", canary: null });
    expect(await alias()).toEqual({ version: "1", weights: {} });

    await repository.commit("Second", sampleService("v2", "", "canary"));
    const before = executes();
    const id = await requestOf(name);
    const shifting = await world.waitFor(id, ({ canary }) => canary?.share === 10);
    expect(await alias()).toEqual({ version: "1", weights: { "2": 0.1 } });
    expect(await world.call(shifting.endpoints[0]?.url, "/hello")).toBe("v1");
    const second = await world.waitForEnd(id);
    expect(second).toMatchObject({ state: "succeeded", canary: { state: "done", share: 100, functions: [{ name: "hello", from: "1", to: "2" }] } });
    const [tenth, all] = second.canary?.shifts ?? [];
    expect(Date.parse(all?.at ?? "") - Date.parse(tenth?.at ?? "")).toBeGreaterThanOrEqual(4_000);
    expect(await alias()).toEqual({ version: "2", weights: {} });
    expect(executes() - before).toBe(2);
    expect(await world.call(second.endpoints[0]?.url, "/hello")).toBe("v2");

    await set(name, { canary: { steps: [10, 100], stepSeconds: 600 } });
    await repository.commit("Third", sampleService("v3", "", "canary"));
    const third = await requestOf(name);
    const { number } = await world.waitFor(third, ({ canary }) => canary?.share === 10);
    expect(await alias()).toEqual({ version: "2", weights: { "3": 0.1 } });
    await abortCanary(world.context, { service: name, stage: "dev", number });
    const aborted = await world.waitForEnd(third);
    expect(aborted).toMatchObject({ state: "rolled_back", error: { code: "cancelled" }, canary: { state: "aborted", share: 0 } });
    expect((await world.log(aborted)).join("\n")).toContain("All traffic of hello goes to version 2 again");
    expect((await alias())?.weights).toEqual({});
    const stage = await stageOf(name);
    expect(stage).toMatchObject({ status: "live", release: 2 });
    expect(await world.call(stage.endpoints[0]?.url, "/hello")).toBe("v2");
    await expect(abortCanary(world.context, { service: name, stage: "dev", number })).rejects.toMatchObject({ code: "not_cancellable" });
  });
});
