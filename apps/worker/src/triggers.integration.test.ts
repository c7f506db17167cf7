import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import { startApi, type ApiProcess } from "@windlass/local-services/testing/api-process";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { readDelivery } from "@windlass/operations/delivery/read-delivery";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { runDueSchedules } from "@windlass/operations/schedule/run-due-schedules";
import { createService } from "@windlass/operations/service/create-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { pauseStage } from "@windlass/operations/stage/pause-stage";
import { readStage } from "@windlass/operations/stage/read-stage";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { askGitForChanges } from "./git/ask-git-for-changes.js";
import { lookAtHeads } from "./heads/look-at-heads.js";
import type { WorkerServices } from "./services.js";
import { openTestServices } from "./testing/in-process-worker.js";
import { sampleService } from "./testing/sample-service.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";

let folder: string;
let redis: LocalRedis;
let world: TestWorld;
let services: WorkerServices;
const redisAt = () => ({ dataDir: join(folder, "redis"), logFile: join(folder, "redis.log") });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-triggers-"));
  redis = await startRedis(redisAt());
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: redis.url, sandboxUrl: inject("sandboxUrl"), redisDatabase: 0 });
  services = { ...openTestServices(world), shutdown: new AbortController().signal };
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  await services.hints.close();
  services.sessions.close();
  await world.close();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const deploymentsOf = (service: string) => world.db.prisma.deployment.findMany({ where: { stage: { service: { name: service } } }, orderBy: { number: "asc" } });
const stageOf = (service: string) => readStage(world.context, { stage: { service, stage: "dev" }, keyring: world.keyring });
const change = (service: string, settings: object) => updateStage(world.context, { stage: { service, stage: "dev" }, keyring: world.keyring, change: { settings } });

describe("a schedule", () => {
  it("deploys what the branch has, once for all times that were missed, by one worker, and ends as unchanged where nothing is new", async () => {
    const { name } = await world.addService(sampleService("v1", "", "scheduled"));
    await expect(change(name, { schedule: { cron: "0 0 30 2 *", timeZone: "UTC" } })).rejects.toMatchObject({ code: "invalid_request" });
    expect(await change(name, { schedule: { cron: "0 6 * * *", timeZone: "Europe/Berlin" } })).toMatchObject({ nextScheduledAt: expect.stringMatching(/T0[45]:00:00/) });
    const missed = () => world.db.prisma.stage.updateMany({ where: { service: { name } }, data: { scheduleNextAt: new Date(Date.now() - 3 * 86_400_000) } });
    await missed();
    const asked = await Promise.all(Array.from({ length: 4 }, () => runDueSchedules(world.context)));
    expect(asked.flat()).toHaveLength(1);
    expect(Date.parse((await stageOf(name)).nextScheduledAt ?? "")).toBeGreaterThan(Date.now());
    // The first still waits: another time does not pile up behind it.
    await missed();
    expect(await runDueSchedules(world.context)).toEqual([]);
    await world.startWorker();
    const [first = ""] = asked.flat();
    expect(await world.waitForEnd(first)).toMatchObject({ state: "succeeded", trigger: "schedule", ref: "main", actor: { type: "system" } });
    await missed();
    await vi.waitFor(async () => expect(await deploymentsOf(name)).toHaveLength(2), { timeout: 20_000 });
    const unchanged = await world.waitForEnd((await deploymentsOf(name))[1]?.id ?? "");
    expect(unchanged).toMatchObject({ state: "succeeded", planCounts: { added: 0, changed: 0, replaced: 0, removed: 0 } });
    expect(unchanged.steps.find((step) => step.name === "compile")?.state).toBe("skipped");
    await world.db.prisma.stage.updateMany({ where: { service: { name } }, data: { status: "removed", scheduleNextAt: new Date(0) } });
    expect(await runDueSchedules(world.context)).toEqual([]);
    expect(await change(name, { schedule: null })).toMatchObject({ nextScheduledAt: null });
  });
});

// PROOFS F22
describe("a push that no delivery tells of", () => {
  /** Without a grace, what has moved is looked at a second time at once, and is missed then. */
  const lookOnce = async (graceMs = 0) => {
    await world.db.prisma.repository.updateMany({ data: { headsLookedAt: new Date(0) } });
    await lookAtHeads(services, { everyMs: 3_600_000, graceMs });
  };
  const found = () => world.db.prisma.delivery.findMany({ where: { provider: "windlass" }, orderBy: { id: "asc" } });
  const processFound = async () => {
    for (const { id } of await found()) await processDelivery(world.context, { deliveryId: id, changes: askGitForChanges(services) });
  };

  it("is found by looking, once however many look, and its delivery that comes late deploys nothing more", async () => {
    const { name, repository } = await world.addService({ ...sampleService("v1", "", "looked-at"), "api/a": "1" });
    await world.db.prisma.service.updateMany({ where: { name }, data: { rootDirectory: "api" } });
    await pauseStage(world.context, { stage: { service: name, stage: "dev" }, reason: "Only what is asked for is looked at", keyring: world.keyring });
    await lookOnce();
    await lookOnce();
    expect(await found()).toEqual([]);

    const before = await repository.git("rev-parse", "HEAD");
    const missed = await repository.commit("Missed", { "api/a": "2" });
    await lookOnce(3_600_000);
    expect(await found()).toEqual([]);
    await world.db.prisma.repository.updateMany({ data: { headsLookedAt: new Date(0) } });
    await Promise.all(Array.from({ length: 4 }, () => lookAtHeads(services, { everyMs: 3_600_000, graceMs: 0 })));
    expect(await found()).toMatchObject([{ event: "push", ref: "refs/heads/main", reason: "pending", payload: { before, after: missed } }]);
    await processFound();
    expect((await deploymentsOf(name)).map(({ commitSha, trigger, ref }) => [commitSha, trigger, ref])).toEqual([[missed, "push", "main"]]);

    const body = JSON.stringify({ ref: "refs/heads/main", before, after: missed, repository: { clone_url: repository.path }, head_commit: { id: missed }, commits: [{ added: [], modified: ["api/a"], removed: [] }] });
    const late = await acceptDelivery(world.db, { provider: "github", deliveryId: "late", event: "push", body });
    await processDelivery(world.context, { deliveryId: late.id });
    expect(await readDelivery(world.context, late.id)).toMatchObject({ reason: "already_deployed" });

    // What changes nothing of the service, and what says so itself, is found and deploys nothing.
    await repository.commit("Elsewhere", { "other/b": "1" });
    await lookOnce();
    await processFound();
    await repository.commit("Docs\n\nMore of it [skip ci]", { "api/a": "3" });
    await lookOnce();
    await processFound();
    expect((await found()).map(({ reason }) => reason)).toEqual(["deployed", "no_matching_paths", "skipped_by_message"]);
    expect(await deploymentsOf(name)).toHaveLength(1);
  });

  it("is none where its delivery came in time, or where the branch was followed by nobody before", async () => {
    const { name, repository } = await world.addService(sampleService("v1", "", "in-time"));
    await pauseStage(world.context, { stage: { service: name, stage: "dev" }, reason: "Only what is asked for is looked at", keyring: world.keyring });
    await lookOnce();
    const [before, after] = [await repository.git("rev-parse", "HEAD"), await repository.commit("Pushed", { a: "1" })];
    await lookOnce(3_600_000);
    const body = JSON.stringify({ ref: "refs/heads/main", before, after, repository: { clone_url: repository.path }, head_commit: { id: after } });
    const { id } = await acceptDelivery(world.db, { provider: "github", deliveryId: "in-time", event: "push", body });
    await processDelivery(world.context, { deliveryId: id });
    const count = (await found()).length;
    await lookOnce();
    await lookOnce();
    // What a person tried of it and failed with is not tried again by itself.
    const stage = { service: name, stage: "dev" };
    const tried = await repository.commit("Tried", { a: "2" });
    const byHand = await requestDeployment(world.context, { stage });
    await world.db.prisma.deployment.update({ where: { id: byHand.id }, data: { commitSha: tried, state: "failed", finishedAt: new Date() } });
    await lookOnce();
    await processFound();
    expect((await found()).at(-1)).toMatchObject({ reason: "already_deployed", payload: { after: tried } });
    await repository.git("branch", "release/1");
    await change(name, { deploys: { branches: ["main", "release/*"], tags: [], paths: [] } });
    await lookOnce();
    await lookOnce();
    expect(await found()).toHaveLength(count + 1);
    // Since it was looked at, a new branch of the glob is a push.
    await repository.git("branch", "release/2");
    await lookOnce();
    await lookOnce();
    expect((await found()).at(-1)).toMatchObject({ ref: "refs/heads/release/2", payload: { created: true } });
  });
});

describe("500 deliveries in a burst", () => {
  const secret = "a-secret-of-the-burst";
  const [stages, pushes] = [20, 25];
  let api: ApiProcess;
  beforeAll(async () => {
    const { env } = world;
    api = await startApi({ databaseUrl: env["DATABASE_URL"] ?? "", redisUrl: world.redisUrl, sandboxUrl: inject("sandboxUrl"), env: { WINDLASS_WEBHOOK_SECRET: secret, LOG_LEVEL: "error" } });
    for (const name of Array.from({ length: stages }, (_, index) => `burst-${index}`)) {
      await createService(world.context, { keyring: world.keyring, service: { name, rootDirectory: "", repository: { url: addressOf(name) } } });
      await createStage(world.context, { keyring: world.keyring, service: name, stage: { name: "dev", account: "sandbox", region: "us-east-1", branch: "main", autoDeploy: true } });
      await pauseStage(world.context, { stage: { service: name, stage: "dev" }, reason: "Nothing of it is to run", keyring: world.keyring });
    }
  });
  afterAll(() => api.stop());

  /** Nobody answers there. */
  const addressOf = (name: string) => `http://127.0.0.1:9/${name}.git`;
  const shaOf = (stage: number, push: number) => `${stage}`.padStart(20, "0") + `${push}`.padStart(20, "0");

  async function send(stage: number, push: number): Promise<string> {
    const repository = { clone_url: addressOf(`burst-${stage}`), pushed_at: 1_700_000_000 + push };
    const [before, after] = [shaOf(stage, push - 1), shaOf(stage, push)];
    const body = JSON.stringify({ ref: "refs/heads/main", before, after, repository, head_commit: { id: after, message: "x".repeat(4_000) } });
    const answer = await fetch(`${api.url}/webhooks/github`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": `burst-${stage}-${push}`,
        "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      },
      body,
    });
    expect(answer.status).toBe(202);
    return ((await answer.json()) as { id: string }).id;
  }

  it("with Redis gone in the middle are all answered and stored, and each stage is left with its newest push alone", { timeout: 180_000 }, async () => {
    await world.startWorker({ reconcileMs: 2_000 });
    // The pushes of a stage arrive in disorder: the third of three neighbours first.
    const order = Array.from({ length: stages * pushes }, (_, index) => [index % stages, Math.floor(index / stages)] as const);
    const shuffled = order.map(([stage, push]) => [stage, (push * 7) % pushes] as const);
    const ids: string[] = [];
    const work = shuffled.values();
    const sender = async () => {
      for (const [stage, push] of work) {
        ids.push(await send(stage, push + 1));
        if (ids.length === 200) {
          process.kill(redis.child.pid ?? 0, "SIGKILL");
          await redis.child.ended;
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, sender));
    expect(new Set(ids).size).toBe(stages * pushes);
    const { address } = redis;
    redis = await startRedis({ ...redisAt(), address });
    const ofBurst = { deliveryId: { startsWith: "burst-" } };
    await vi.waitFor(async () => expect(await world.db.prisma.delivery.count({ where: { ...ofBurst, reason: "pending" } })).toBe(0), { timeout: 90_000, interval: 500 });
    const reasons = await world.db.prisma.delivery.groupBy({ by: ["reason"], where: ofBurst, _count: true });
    const count = Object.fromEntries(reasons.map(({ reason, _count }) => [reason, _count]));
    expect((count["deployed"] ?? 0) + (count["outdated"] ?? 0)).toBe(stages * pushes);
    const made = await world.db.prisma.deployment.findMany({ where: { delivery: ofBurst } });
    expect(made).toHaveLength(count["deployed"] ?? 0);
    const open = made.filter(({ state }) => state === "queued");
    expect(open).toHaveLength(stages);
    expect(new Set(open.map(({ commitSha }) => commitSha))).toEqual(new Set(Array.from({ length: stages }, (_, stage) => shaOf(stage, pushes))));
    expect(new Set(made.filter(({ state }) => state !== "queued").map(({ state }) => state))).toEqual(new Set(["superseded"]));
    expect(await readDeploymentById(world.context, open[0]?.id ?? "")).toMatchObject({ blocker: { reason: "paused" } });
  });
});
