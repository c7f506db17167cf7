import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import type { Deployment } from "@windlass/contracts/deployment";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { processAgain } from "@windlass/operations/delivery/process-again";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import { requestGroup } from "@windlass/operations/deployment-group/request-group";
import { readGroup } from "@windlass/operations/deployment-group/read-group";
import { findLostWork } from "@windlass/operations/outbox/find-lost-work";
import { createService } from "@windlass/operations/service/create-service";
import { updateService } from "@windlass/operations/service/update-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { deleteStage } from "@windlass/operations/stage/delete-stage";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { createRepository, type TestRepository } from "./testing/git-repository.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";

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
