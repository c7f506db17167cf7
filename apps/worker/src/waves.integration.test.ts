import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import type { Deployment } from "@windlass/contracts/deployment";
import { importCompose } from "@windlass/operations/compose/import-compose";
import { readComposeStatus, requestComposeRead } from "@windlass/operations/compose/compose-file";
import { createRepository as createRepositoryRow } from "@windlass/operations/repository/create-repository";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { processAgain } from "@windlass/operations/delivery/process-again";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { runDueSchedules } from "@windlass/operations/schedule/run-due-schedules";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import { requestGroup } from "@windlass/operations/deployment-group/request-group";
import { listGroups } from "@windlass/operations/deployment-group/list-groups";
import { requestGroupRemoval } from "@windlass/operations/deployment-group/request-group-removal";
import { readGroup } from "@windlass/operations/deployment-group/read-group";
import { findLostWork } from "@windlass/operations/outbox/find-lost-work";
import { createService } from "@windlass/operations/service/create-service";
import { readReleaseConfig } from "@windlass/operations/release/read-release-config";
import { updateService } from "@windlass/operations/service/update-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { deleteStage } from "@windlass/operations/stage/delete-stage";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { releaseConfigSchema, type ReleaseConfig } from "@windlass/contracts/release-config";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { findViolations } from "@windlass/operations/testing/invariants";
import { createRepository, type TestRepository } from "./testing/git-repository.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";
import { startWorkerProcess } from "./testing/worker-process.js";

let folder: string;
let redis: LocalRedis;
let world: TestWorld;
const repositories: TestRepository[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-waves-"));
  redis = await startRedis({ dataDir: join(folder, "redis"), logFile: join(folder, "redis.log") });
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: redis.url, sandboxUrl: inject("sandboxUrl"), redisDatabase: 0 });
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  await world.close();
  await redis.stop();
  for (const repository of repositories) await repository.remove();
  await rm(folder, { recursive: true, force: true });
});

/** A stack of one topic, with its name as an output; what it needs comes in as parameters. */
const config = (service: string, { params = [], broken = false }: { params?: string[]; broken?: boolean } = {}): string => `service: ${service}
provider:
  name: aws
resources:
  Resources:
    Topic:
      Type: ${broken ? "Windlass::No::Such" : "AWS::SNS::Topic"}
      Properties:
        TopicName: ${service}-\${sls:stage}
${params.length === 0 ? "" : `        DisplayName: ${params.map((param) => `\${param:${param}}`).join("-")}\n`}
  Outputs:
    TopicName:
      Value: !GetAtt Topic.TopicName
`;

type Mono = { repository: TestRepository; id: (letter: string) => string; push(files: Record<string, string>): Promise<string>; of(letter: string): Promise<Deployment[]> };

/** Services a to d in one repository: c needs b, b needs a, d is alone. */
async function addServices(prefix: string): Promise<Mono> {
  const repository = await createRepository();
  repositories.push(repository);
  const id = (letter: string) => `${prefix}-${letter}`;
  await repository.commit("First", Object.fromEntries(["a", "b", "c", "d"].map((letter) => [`${letter}/serverless.yml`, config(id(letter))])));
  for (const letter of ["a", "b", "c", "d"]) {
    await createService(world.context, { keyring: world.keyring, service: { name: id(letter), repository: { url: repository.path }, rootDirectory: letter } });
    await createStage(world.context, { keyring: world.keyring, service: id(letter), stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: true } });
  }
  await updateService(world.context, { name: id("b"), change: { dependsOn: [id("a")] } });
  await updateService(world.context, { name: id("c"), change: { dependsOn: [id("b")] } });
  return {
    repository,
    id,
    async push(files) {
      const before = await repository.git("rev-parse", "HEAD");
      const after = await repository.commit("Pushed", files);
      const body = JSON.stringify({ ref: "refs/heads/main", before, after, repository: { clone_url: repository.path }, head_commit: { id: after, message: "Pushed" }, commits: [{ id: after, added: [], modified: Object.keys(files), removed: [] }] });
      const delivery = await acceptDelivery(world.db, { provider: "github", deliveryId: randomUUID(), event: "push", body });
      await processDelivery(world.context, { deliveryId: delivery.id });
      return delivery.id;
    },
    async of(letter) {
      const rows = await world.db.prisma.deployment.findMany({ where: { stage: { service: { name: id(letter) } } }, orderBy: { number: "asc" }, select: { id: true } });
      return Promise.all(rows.map((row) => readDeploymentById(world.context, row.id)));
    },
  };
}

const lastOf = async (mono: Mono, letter: string): Promise<Deployment> => {
  const last = (await mono.of(letter)).at(-1);
  if (!last) throw new Error(`no deployment of ${letter}`);
  return last;
};
const touch = (mono: Mono, letters: string[], version: string) => Object.fromEntries(letters.map((letter) => [`${letter}/serverless.yml`, `${config(mono.id(letter))}# ${version}\n`]));
const groupOf = async (mono: Mono, letter: string) => readGroup(world.context, (await lastOf(mono, letter)).group?.id ?? "");
const ms = (at: string | null | undefined) => Date.parse(at ?? "");

describe("one push to several services", () => {
  it("deploys them in waves, side by side where they may, as one group", async () => {
    const mono = await addServices("order");
    const deliveryId = await mono.push(touch(mono, ["a", "b", "c", "d"], "1"));
    const waiting = await groupOf(mono, "c");
    expect(waiting).toMatchObject({ state: "running", trigger: "push", deliveryId, finishedAt: null, leftOut: [] });
    expect(waiting.waves.map(({ deployments }) => deployments.map(({ service }) => service))).toEqual([[mono.id("a"), mono.id("d")], [mono.id("b")], [mono.id("c")]]);
    expect((await lastOf(mono, "b")).blocker).toMatchObject({ reason: "dependency", position: 1, deploymentNumber: null, dependency: { service: mono.id("a"), stage: "dev", number: 1 } });
    expect((await lastOf(mono, "d")).blocker).toMatchObject({ reason: "waiting_for_worker", dependency: null });

    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    const [a, b, c, d] = await Promise.all(["a", "b", "c", "d"].map(async (letter) => world.waitForEnd((await lastOf(mono, letter)).id)));
    expect([a, b, c, d].map((deployment) => deployment?.state)).toEqual(["succeeded", "succeeded", "succeeded", "succeeded"]);
    expect(ms(b?.startedAt)).toBeGreaterThanOrEqual(ms(a?.finishedAt));
    expect(ms(c?.startedAt)).toBeGreaterThanOrEqual(ms(b?.finishedAt));
    expect(ms(d?.startedAt)).toBeLessThan(ms(a?.finishedAt));
    const group = await groupOf(mono, "a");
    expect(group.state).toBe("succeeded");
    expect(group.durationMs).toBe(ms(c?.finishedAt) - ms(group.createdAt));

    // A push that concerns one of them waits for nobody, and is no group.
    await mono.push(touch(mono, ["b"], "2"));
    expect(await world.waitForEnd((await lastOf(mono, "b")).id)).toMatchObject({ number: 2, state: "succeeded", group: null });
  });

  it("skips what depends on one that failed, with the reason, while others succeed", async () => {
    const mono = await addServices("fails");
    const deliveryId = await mono.push({ ...touch(mono, ["b", "c", "d"], "1"), "a/serverless.yml": config(mono.id("a"), { broken: true }) });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    const [a, b, c, d] = await Promise.all(["a", "b", "c", "d"].map(async (letter) => world.waitForEnd((await lastOf(mono, letter)).id)));
    expect([a?.state, d?.state]).toEqual(["failed", "succeeded"]);
    for (const skipped of [b, c]) {
      expect(skipped).toMatchObject({ state: "cancelled", startedAt: null, blocker: null, error: { code: "dependency_failed", message: `Skipped: ${mono.id("a")}/dev #1, which it depends on, failed.` } });
      expect(skipped?.error?.hint).toContain(`${mono.id("a")}/dev`);
    }
    expect(await groupOf(mono, "d")).toMatchObject({ state: "failed" });

    // Asked for again after the repair, they are a group of their own, without the one that a newer push has brought.
    await mono.push({ "a/serverless.yml": `${config(mono.id("a"))}# repaired\n` });
    expect(await world.waitForEnd((await lastOf(mono, "a")).id)).toMatchObject({ state: "succeeded", group: null });
    await processAgain(world.context, { id: deliveryId, again: true });
    await processDelivery(world.context, { deliveryId });
    const again = await groupOf(mono, "c");
    expect(again.waves.map(({ deployments }) => deployments.map(({ service, number }) => [service, number]))).toEqual([[[mono.id("d"), 2]], [[mono.id("b"), 2]], [[mono.id("c"), 2]]]);
  });

  it("waits for what an earlier push still deploys, and for what has superseded it", async () => {
    const mono = await addServices("newest");
    await mono.push(touch(mono, ["a", "b"], "1"));
    const [, firstB] = [await lastOf(mono, "a"), await lastOf(mono, "b")];
    await mono.push(touch(mono, ["a"], "2"));
    expect((await mono.of("a")).map(({ state, supersededBy }) => [state, supersededBy])).toEqual([["superseded", 2], ["queued", null]]);
    await mono.push(touch(mono, ["c"], "3"));
    expect((await lastOf(mono, "c")).blocker).toMatchObject({ reason: "dependency" });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    const [a, b, c] = await Promise.all(["a", "b", "c"].map(async (letter) => world.waitForEnd((await lastOf(mono, letter)).id)));
    expect([a?.state, b?.state, c?.state]).toEqual(["succeeded", "succeeded", "succeeded"]);
    expect([b?.id, b?.number]).toEqual([firstB.id, 1]);
    expect(ms(b?.startedAt)).toBeGreaterThanOrEqual(ms(a?.finishedAt));
    expect(ms(c?.startedAt)).toBeGreaterThanOrEqual(ms(b?.finishedAt));
  });

  it("is asked for by hand too, once by one key, and says which services have no such stage", async () => {
    const mono = await addServices("by-hand");
    const { repositoryId } = await world.db.prisma.service.findFirstOrThrow({ where: { name: mono.id("a") } });
    await deleteStage(world.context, { service: mono.id("b"), stage: "dev" });
    const ask = () => requestGroup(world.context, { stage: "dev", repository: repositoryId, ref: "main", idempotencyKey: "by-hand" });
    const [group, same] = [await ask(), await ask()];
    expect(same.id).toBe(group.id);
    expect(group).toMatchObject({ state: "running", trigger: "system", ref: "main", leftOut: [{ service: mono.id("b"), reason: "It has no stage dev." }] });
    const [[a], [c]] = [group.waves[0]?.deployments ?? [], group.waves[1]?.deployments ?? []];
    expect([a?.service, c?.service, c?.needs]).toEqual([mono.id("a"), mono.id("c"), [a?.id]]);
    await expect(requestGroup(world.context, { stage: "dev", services: [mono.id("a"), mono.id("b")] })).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining(mono.id("b")) });
    await expect(requestGroup(world.context, { stage: "prod", repository: repositoryId })).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining("prod") });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    for (const { id } of group.waves.flatMap(({ deployments }) => deployments)) expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded", trigger: "system" });
  });

  it("is removed in the reverse order, what was never deployed is left out, and what a failed removal needs stays", async () => {
    const mono = await addServices("remove");
    const services = ["a", "b", "c", "d"].map(mono.id);
    await mono.push(touch(mono, ["a", "b", "c"], "1"));
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    await world.waitForEnd((await lastOf(mono, "c")).id);
    const remove = (confirm = "dev", idempotencyKey = "remove-all") => requestGroupRemoval(world.context, { stage: "dev", services, confirm, idempotencyKey });
    await expect(remove("prod")).rejects.toMatchObject({ code: "invalid_request" });
    const group = await remove();
    expect(group).toMatchObject({ kind: "remove", leftOut: [{ service: mono.id("d"), reason: "Its stage dev was never deployed." }] });
    expect(group.waves.map(({ deployments }) => deployments.map(({ service, kind }) => [service, kind]))).toEqual([[[mono.id("c"), "remove"]], [[mono.id("b"), "remove"]], [[mono.id("a"), "remove"]]]);
    expect(group.waves[2]?.deployments[0]?.blocker?.message).toBe(`Waits for the removal ${mono.id("c")}/dev #2, of what depends on it.`);
    const [a, b, c] = await Promise.all(["a", "b", "c"].map(async (letter) => world.waitForEnd((await lastOf(mono, letter)).id)));
    expect([a, b, c].map((ended) => [ended?.kind, ended?.state])).toEqual(Array.from({ length: 3 }, () => ["remove", "succeeded"]));
    expect(ms(b?.startedAt)).toBeGreaterThanOrEqual(ms(c?.finishedAt));
    expect(ms(a?.startedAt)).toBeGreaterThanOrEqual(ms(b?.finishedAt));
    expect(await describeStack(world.aws, `${mono.id("a")}-dev`)).toBeNull();
    expect((await remove()).id).toBe(group.id);
    await expect(remove("dev", "again")).rejects.toMatchObject({ code: "not_deployed", message: expect.stringContaining(`${mono.id("a")}: Its stage dev was removed before.`) });
    const { items: [listed, ...older] } = await listGroups(world.context, { limit: 2 });
    expect(listed).toMatchObject({ id: group.id, kind: "remove", state: "succeeded", services: ["c", "b", "a"].map(mono.id), stages: ["dev"], counts: { succeeded: 3, failed: 0 } });
    expect(older).toHaveLength(1);

    await mono.push(touch(mono, ["a", "b"], "2"));
    await world.waitForEnd((await lastOf(mono, "b")).id);
    await world.stopWorkers();
    await remove("dev", "once more");
    await requestCancellation(world.context, { service: mono.id("b"), stage: "dev", number: (await lastOf(mono, "b")).number });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    expect(await world.waitForEnd((await lastOf(mono, "a")).id)).toMatchObject({ kind: "remove", state: "cancelled", error: { code: "dependency_failed", message: `Skipped: the removal of ${mono.id("b")}/dev (#4), which depends on it, was cancelled.` } });
    expect(await describeStack(world.aws, `${mono.id("a")}-dev`)).not.toBeNull();
  });

  it("goes on when every message was lost, and skips what waits for one that is cancelled", async () => {
    const mono = await addServices("lost");
    await mono.push(touch(mono, ["a", "b", "c"], "1"));
    const [a, b] = [await lastOf(mono, "a"), await lastOf(mono, "b")];
    await world.db.prisma.outbox.deleteMany();
    await world.db.prisma.deployment.updateMany({ where: { stage: { service: { name: { startsWith: "lost-" } } } }, data: { createdAt: new Date(Date.now() - 60_000) } });
    const idsOf = async () => (await findLostWork(world.db)).messages.map(({ key }) => key);
    expect(await idsOf()).toEqual([`deployment:${a.id}`]);
    await requestCancellation(world.context, { service: mono.id("a"), stage: "dev", number: 1 });
    await world.db.prisma.outbox.deleteMany();
    expect(await idsOf()).toEqual([`deployment:${b.id}`]);
    await world.startWorker({ concurrency: 2, reconcileMs: 500 });
    const ended = await Promise.all([b.id, (await lastOf(mono, "c")).id].map((id) => world.waitForEnd(id)));
    expect(ended.map(({ state, error }) => [state, error?.code])).toEqual([["cancelled", "dependency_failed"], ["cancelled", "dependency_failed"]]);
    expect(ended[0]?.error?.message).toContain(`${mono.id("a")}/dev #1, which it depends on, was cancelled`);
  });
});

describe("one stage that is deployed by itself", () => {
  it("is refused where what it depends on is not there, and waits where that is under way", async () => {
    const mono = await addServices("single");
    const stageOf = (letter: string) => ({ service: mono.id(letter), stage: "dev" });
    const deploy = (letter: string, idempotencyKey?: string) => requestDeployment(world.context, { stage: stageOf(letter), idempotencyKey });
    await expect(deploy("b")).rejects.toMatchObject({
      code: "dependency_not_deployed",
      message: `${mono.id("b")}/dev depends on ${mono.id("a")}/dev, which was never deployed.`,
      hint: expect.stringContaining(`windlass deploy --all --stage dev --only ${mono.id("a")} ${mono.id("b")}`),
    });
    await expect(requestGroup(world.context, { stage: "dev", services: [mono.id("b"), mono.id("d")] })).rejects.toMatchObject({ code: "dependency_not_deployed" });
    expect(await mono.of("d")).toEqual([]);
    const a = await deploy("a");
    const b = await deploy("b", "once");
    expect(b.blocker).toMatchObject({ reason: "dependency", dependency: { service: mono.id("a"), number: 1 } });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    const [endedA, endedB] = [await world.waitForEnd(a.id), await world.waitForEnd(b.id)];
    expect([endedA.state, endedB.state]).toEqual(["succeeded", "succeeded"]);
    expect(ms(endedB.startedAt)).toBeGreaterThanOrEqual(ms(endedA.finishedAt));
    await world.stopWorkers();

    const removal = await requestRemoval(world.context, { stage: stageOf("a"), confirm: "dev" });
    await expect(deploy("b")).rejects.toMatchObject({ code: "dependency_not_deployed", message: expect.stringContaining(`${mono.id("a")}/dev, which is being removed by #2`) });
    expect((await deploy("b", "once")).id).toBe(b.id);
    await updateStage(world.context, { stage: stageOf("b"), keyring: world.keyring, change: { settings: { schedule: { cron: "0 6 * * *", timeZone: "UTC" } } } });
    const due = () => world.db.prisma.stage.updateMany({ where: { service: { name: mono.id("b") } }, data: { scheduleNextAt: new Date(0) } });
    await due();
    await runDueSchedules(world.context);
    expect(await lastOf(mono, "b")).toMatchObject({ trigger: "schedule", state: "cancelled", error: { code: "dependency_not_deployed" } });
    await requestCancellation(world.context, { ...stageOf("a"), number: removal.number });
    const next = await deploy("a");
    await due();
    await runDueSchedules(world.context);
    expect((await lastOf(mono, "b")).blocker).toMatchObject({ reason: "dependency", dependency: { number: next.number } });
    expect(await findViolations(world.db.pool)).toEqual([]);
  });
});

describe("a worker that is killed in the middle", () => {
  it("costs no wave and doubles none", { timeout: 90_000 }, async () => {
    const mono = await addServices("killed");
    const worker = await startWorkerProcess({ ...world.env, WINDLASS_CONCURRENCY: "4" });
    await mono.push(touch(mono, ["a", "b", "c", "d"], "1"));
    await vi.waitFor(async () => expect((await lastOf(mono, "a")).state).not.toBe("queued"), { timeout: 20_000, interval: 5 });
    worker.signal("SIGKILL");
    await worker.ended;
    await world.startWorker({ concurrency: 4, reconcileMs: 1_000 });
    const [a, b, c, d] = await Promise.all(["a", "b", "c", "d"].map(async (letter) => world.waitForEnd((await lastOf(mono, letter)).id)));
    expect([a, b, c, d].map((deployment) => [deployment?.number, deployment?.state])).toEqual(Array.from({ length: 4 }, () => [1, "succeeded"]));
    expect(ms(b?.startedAt)).toBeGreaterThanOrEqual(ms(a?.finishedAt));
    expect(ms(c?.startedAt)).toBeGreaterThanOrEqual(ms(b?.finishedAt));
    expect(await findViolations(world.db.pool)).toEqual([]);
  });
});

describe("a serverless-compose.yml", () => {
  it("is read by a worker, taken over as a whole, and said to differ after a push that changes it", async () => {
    const repository = await createRepository();
    repositories.push(repository);
    const names = ["one", "two"].map((name) => `compose-${randomUUID().slice(0, 8)}-${name}`);
    const [one = "", two = ""] = names;
    const compose = (services: string) => `services:\n  ${one}: { path: one }\n${services}`;
    const second = `  ${two}: { path: ./two, params: { TOPIC: "\${${one}.TopicName}", FROM_ENV: "\${env:X}" } }\n`;
    const files = { "one/serverless.yml": config(one), "two/serverless.yml": config(two, { params: ["TOPIC"] }) };
    await repository.commit("First", { ...files, "serverless-compose.yml": compose(second) });
    const { id } = await createRepositoryRow(world.context, { keyring: world.keyring, repository: { url: repository.path, defaultBranch: "main" } });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    const read = async () => vi.waitFor(async () => {
      const status = await readComposeStatus(world.context, id);
      expect(status.readAt).not.toBeNull();
      return status;
    }, { timeout: 20_000 });
    expect(await readComposeStatus(world.context, id)).toMatchObject({ askedAt: null, plan: null });
    await requestComposeRead(world.context, id);
    const found = await read();
    expect(found).toMatchObject({ file: "serverless-compose.yml", problem: null, plan: { problems: [], services: [{ key: one, action: "create", wave: 1 }, { key: two, action: "create", wave: 2, leftOut: [{ param: "FROM_ENV" }] }] } });
    const stage = { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: true };
    await importCompose(world.context, { repositoryId: id, keyring: world.keyring, stage });
    await importCompose(world.context, { repositoryId: id, keyring: world.keyring, stage });
    const group = await requestGroup(world.context, { stage: "dev", repository: id });
    expect(group.waves.map(({ deployments }) => deployments.map(({ service }) => service))).toEqual([[one], [two]]);
    for (const { id: deployment } of group.waves.flatMap(({ deployments }) => deployments)) expect(await world.waitForEnd(deployment)).toMatchObject({ state: "succeeded", error: null });

    const before = await repository.git("rev-parse", "HEAD");
    const after = await repository.commit("Turn it round", { "serverless-compose.yml": compose(`  ${two}: { path: two, dependsOn: [] }\n  three: { path: three, dependsOn: ${two} }\n`) });
    const body = JSON.stringify({ ref: "refs/heads/main", before, after, repository: { clone_url: repository.path }, head_commit: { id: after, message: "Turn it round" }, commits: [{ id: after, added: [], modified: ["serverless-compose.yml"], removed: [] }] });
    await acceptDelivery(world.db, { provider: "github", deliveryId: randomUUID(), event: "push", body });
    await vi.waitFor(async () => expect((await readComposeStatus(world.context, id)).commit).toBe(after), { timeout: 20_000 });
    expect((await readComposeStatus(world.context, id)).plan?.services.map(({ key, action }) => [key, action])).toEqual([[one, "same"], [two, "same"], ["three", "create"]]);
    await expect(importCompose(world.context, { repositoryId: id, keyring: world.keyring, text: `services: { a: { path: a, dependsOn: b }, b: { path: b, dependsOn: a } }` })).rejects.toMatchObject({ code: "config_invalid", message: expect.stringContaining("circle") });
  });
});

/** The stack of a topic, with outputs as they are given. */
const withOutputs = (service: string, outputs: Record<string, string>, params: string[] = []): string =>
  `${config(service, { params })}${Object.entries(outputs).map(([key, value]) => `    ${key}:\n      Value: ${value}\n`).join("")}`;

describe("outputs as inputs", () => {
  it("are taken from the stage of the same name when the release is compiled, kept with it, and come back with it", async () => {
    const mono = await addServices("inputs");
    await updateService(world.context, { name: mono.id("b"), change: { inputs: { TAKEN: `\${${mono.id("a")}.Version}/\${sls:stage}`, PLAIN: "as it is" } } });
    // In a resource too: the emulator takes a change of outputs alone for none.
    const configOfB = withOutputs(mono.id("b"), { Taken: "${param:TAKEN}", Plain: "${param:PLAIN}" }, ["TAKEN"]);
    const outputsIn = async (letter: string) => Object.fromEntries((await describeStack(world.aws, `${mono.id(letter)}-dev`))?.outputs.map(({ key, value }) => [key, value]) ?? []);
    await mono.push({ "a/serverless.yml": withOutputs(mono.id("a"), { Version: "v1" }), "b/serverless.yml": configOfB });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    expect(await world.waitForEnd((await lastOf(mono, "b")).id)).toMatchObject({ number: 1, state: "succeeded", error: null });
    expect(await outputsIn("b")).toMatchObject({ Taken: "v1/dev", Plain: "as it is" });
    const from = [{ service: mono.id("a"), stage: "dev", output: "Version", release: 1 }];
    expect(await inputsOf(mono.id("b"), 1)).toMatchObject([{ name: "PLAIN", value: "as it is", from: [] }, { name: "TAKEN", value: "v1/dev", secret: false, overridden: false, from }]);

    // The other one is unchanged: so is this one. Another output is another release, although the commit is the same.
    const again = async () => world.waitForEnd((await requestDeployment(world.context, { stage: { service: mono.id("b"), stage: "dev" } })).id);
    expect((await again()).steps.find(({ name }) => name === "compile")?.state).toBe("skipped");
    await mono.push({ "a/serverless.yml": withOutputs(mono.id("a"), { Version: "v2" }).replace("TopicName:", "DisplayName: v2\n        TopicName:") });
    await world.waitForEnd((await lastOf(mono, "a")).id);
    expect(await again()).toMatchObject({ number: 3, state: "succeeded" });
    expect(await outputsIn("b")).toMatchObject({ Taken: "v2/dev" });
    await world.waitForEnd((await requestRollback(world.context, { stage: { service: mono.id("b"), stage: "dev" }, to: 1 })).id);
    expect(await outputsIn("b")).toMatchObject({ Taken: "v1/dev" });

    // A parameter of the stage's own of the name wins.
    await updateStage(world.context, { stage: { service: mono.id("b"), stage: "dev" }, keyring: world.keyring, change: { parameters: [{ name: "TAKEN", value: "own", secret: false }] } });
    expect(await again()).toMatchObject({ state: "succeeded" });
    expect(await outputsIn("b")).toMatchObject({ Taken: "own" });
    expect(await inputsOf(mono.id("b"), 5)).toMatchObject([{ name: "PLAIN" }, { name: "TAKEN", overridden: true }]);
  });

  it("say service, stage, output and what there is, where one is missing", async () => {
    const mono = await addServices("missing");
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    const stage = { service: mono.id("b"), stage: "dev" };
    const deploy = async () => world.waitForEnd((await requestDeployment(world.context, { stage })).id);
    const input = (text: string) => updateService(world.context, { name: mono.id("b"), change: { inputs: { TAKEN: text } } });
    await input(`\${${mono.id("a")}.Gone}`);
    await mono.push(touch(mono, ["b"], "1"));
    expect(await world.waitForEnd((await lastOf(mono, "b")).id)).toMatchObject({ state: "failed", error: { code: "input_missing", message: `The input TAKEN needs the output Gone of ${mono.id("a")}/dev, which was never deployed.` } });
    await world.waitForEnd((await requestDeployment(world.context, { stage: { service: mono.id("a"), stage: "dev" } })).id);
    expect((await deploy()).error?.message).toContain(`the output Gone of ${mono.id("a")}/dev, which has no such output: it has ServerlessDeploymentBucketName, TopicName.`);
    await deleteStage(world.context, { service: mono.id("d"), stage: "dev" });
    await input(`\${${mono.id("d")}.TopicName}`);
    expect((await deploy()).error).toMatchObject({ message: expect.stringContaining(`${mono.id("d")} has no stage dev`), hint: expect.stringContaining(mono.id("b")) });
  });

  it("are masked where the other service's secret is in them, and arrive whole", async () => {
    const mono = await addServices("secrets");
    const secret = `s3cr-${randomUUID()}`;
    await updateStage(world.context, { stage: { service: mono.id("a"), stage: "dev" }, keyring: world.keyring, change: { parameters: [{ name: "PASSWORD", value: secret, secret: true }] } });
    await updateService(world.context, { name: mono.id("b"), change: { inputs: { DSN: `\${${mono.id("a")}.Dsn}/main` } } });
    await mono.push({ "a/serverless.yml": withOutputs(mono.id("a"), { Dsn: '"db://app:${param:PASSWORD}@host"' }), "b/serverless.yml": withOutputs(mono.id("b"), { Taken: '"${param:DSN}"' }) });
    await world.startWorker({ concurrency: 4, reconcileMs: 60_000 });
    const b = await world.waitForEnd((await lastOf(mono, "b")).id);
    expect(b).toMatchObject({ state: "succeeded", error: null });
    expect((await describeStack(world.aws, `${mono.id("b")}-dev`))?.outputs.find(({ key }) => key === "Taken")?.value).toBe(`db://app:${secret}@host/main`);
    const [input] = await inputsOf(mono.id("b"), 1);
    expect(input).toMatchObject({ name: "DSN", secret: true });
    const { rows } = await world.db.pool.query<{ text: string }>(
      `SELECT (SELECT string_agg(e.payload::text, ' ') FROM events e WHERE e.deployment_id = $1) || row_to_json(r)::text || row_to_json(d)::text AS text
       FROM deployments d JOIN releases r ON r.id = d.release_id WHERE d.id = $1`,
      [b.id],
    );
    expect(rows[0]?.text).toContain("Input DSN");
    expect(rows[0]?.text).not.toContain(secret);
  });
});

async function inputsOf(service: string, number: number): Promise<ReleaseConfig["inputs"]> {
  const { text } = await readReleaseConfig(world.context, { service, stage: "dev", number });
  return releaseConfigSchema.parse(JSON.parse(text ?? "null")).inputs;
}
