import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMissing } from "@windlass/aws/artifacts/find-missing";
import { artifactSchema } from "@windlass/contracts/release";
import type { Deployment } from "@windlass/contracts/deployment";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import { readDeployment } from "@windlass/operations/deployment/read-deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { readHousekeeping, requestHousekeeping, updateHousekeeping } from "@windlass/operations/housekeeping/read-housekeeping";
import { listReleases } from "@windlass/operations/release/list-releases";
import { openContent } from "@windlass/operations/release/release-content";
import { pinRelease } from "@windlass/operations/release/pin-release";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { z } from "zod";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;
let redis: LocalRedis;
let directory: string;
let stage: { service: string; stage: string };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "windlass-housekeeping-"));
  redis = await startRedis({ dataDir: join(directory, "redis"), logFile: join(directory, "redis.log") });
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: redis.url, sandboxUrl: inject("sandboxUrl"), redisDatabase: 0 });
  await world.startWorker({ reconcileMs: 300 });
  const { name, repository } = await world.addService(sampleService("v1", "", "housed"));
  stage = { service: name, stage: "dev" };
  // Releases 1 and 4 have the same code, 2 and 3 code of their own, 5 runs.
  for (const version of ["v1", "v2", "v3", "v1", "v5"]) {
    await repository.commit(version, sampleService(version, "", "housed"));
    const deployment: Deployment = await world.waitForEnd((await requestDeployment(world.context, { stage })).id);
    if (deployment.state !== "succeeded") throw new Error(`Not deployed: ${JSON.stringify(deployment.error)}`);
  }
}, 180_000);
afterAll(async () => {
  await world.close();
  await redis.stop();
  await rm(directory, { recursive: true, force: true });
});

async function keysOf(number: number): Promise<{ bucket: string; keys: string[] }> {
  const release = await world.db.prisma.release.findFirstOrThrow({ where: { number, stage: { service: { name: stage.service } } } });
  const artifacts = z.array(artifactSchema).parse(release.artifacts);
  return { bucket: artifacts[0]?.bucket ?? "", keys: artifacts.map(({ key }) => key) };
}

const missingOf = async (number: number): Promise<string[]> => findMissing(world.aws, await keysOf(number));

async function runHousekeeping(): Promise<void> {
  const { requestedAt } = await requestHousekeeping(world.context);
  await vi.waitUntil(
    async () => {
      const { lastRun } = await readHousekeeping(world.context);
      return requestedAt !== null && lastRun !== null && lastRun.startedAt > requestedAt;
    },
    { timeout: 30_000, interval: 100 },
  );
}

describe("housekeeping", () => {
  it("leaves what is younger than a day, whatever the rule", async () => {
    expect((await updateHousekeeping(world.context, { keepReleases: 2 })).plan.releases).toEqual([]);
    await runHousekeeping();
    expect(await missingOf(1)).toEqual([]);
  });

  it("seals templates that an earlier version stored in the clear with their secrets", async () => {
    const before = await world.db.prisma.release.findFirstOrThrow({ where: { number: 2 } });
    await world.db.prisma.release.update({ where: { id: before.id }, data: { shownTemplate: '{"shown":1}' } });
    await runHousekeeping();
    const after = await world.db.prisma.release.findUniqueOrThrow({ where: { id: before.id } });
    expect(after).toMatchObject({ template: '{"shown":1}', shownTemplate: null });
    expect(openContent(after, world.keyring).template).toBe(before.template);
  });

  it("keeps frames of a long log whose worker ended before it had made them", async () => {
    const { id } = await world.db.prisma.deployment.findFirstOrThrow({ where: { number: 2 } });
    await world.db.pool.query("UPDATE deployments SET last_seq = 2000 WHERE id = $1", [id]);
    await world.db.prisma.eventFrame.create({ data: { deploymentId: id, firstSeq: 1, lastSeq: 1_000, body: Buffer.from("made before") } });
    await world.db.pool.query("INSERT INTO events (deployment_id, seq, kind, payload) SELECT $1, n, 'log', '{}' FROM generate_series(1001, 2000) n", [id]);
    await runHousekeeping();
    expect(await world.db.prisma.eventFrame.findMany({ where: { deploymentId: id }, orderBy: { lastSeq: "asc" }, select: { firstSeq: true } })).toEqual([{ firstSeq: 1 }, { firstSeq: 1_001 }]);
  });

  it("takes what nobody needs, and nothing that another release has, a person pinned or a deployment is about", async () => {
    await world.db.pool.query("UPDATE releases SET created_at = now() - interval '2 days'");
    await pinRelease(world.context, { ...stage, number: 2, pinned: true });
    const { plan } = await readHousekeeping(world.context);
    expect(plan.releases.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 3]);
    // Release 1 shares its zip with 4, so only its own template may go; of 3 zip and template.
    await runHousekeeping();
    expect(await missingOf(1)).toEqual([]);
    expect(await missingOf(2)).toEqual([]);
    expect((await missingOf(3)).length).toBeGreaterThan(0);
    expect(await missingOf(4)).toEqual([]);
    expect((await readHousekeeping(world.context)).lastRun).toMatchObject({ releases: 2, error: null });

    const { items } = await listReleases(world.context, { stage, limit: 10 });
    expect(items.map(({ number, pinnedAt, collectedAt }) => [number, pinnedAt !== null, collectedAt !== null])).toEqual([
      [5, false, false],
      [4, false, false],
      [3, false, true],
      [2, true, false],
      [1, false, true],
    ]);
  });

  it("leaves every roll-back that is offered possible, and says why the others are not", async () => {
    await expect(requestRollback(world.context, { stage, to: 3 })).rejects.toMatchObject({ code: "artifact_missing", hint: expect.stringContaining("again") });
    expect((await readDeployment(world.context, { ...stage, number: 3 })).canRollBackTo).toBe(false);
    await expect(pinRelease(world.context, { ...stage, number: 3, pinned: true })).rejects.toMatchObject({ code: "conflict" });
    for (const to of [2, 4]) {
      const { id } = await requestRollback(world.context, { stage, to });
      expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded", error: null });
    }
  });

  it("goes on where a run was interrupted between marking and deleting", async () => {
    const { bucket, keys } = await keysOf(2);
    await pinRelease(world.context, { ...stage, number: 2, pinned: false });
    await world.db.pool.query("UPDATE releases SET collected_at = now() WHERE number = 2");
    await runHousekeeping();
    expect((await findMissing(world.aws, { bucket, keys })).length).toBeGreaterThan(0);
    const left = await world.db.pool.query("SELECT 1 FROM releases WHERE collected_at IS NOT NULL AND swept_at IS NULL");
    expect(left.rows).toEqual([]);
  });
});
