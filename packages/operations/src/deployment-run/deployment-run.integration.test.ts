import { eventSchema } from "@windlass/contracts/event";
import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openKeyring } from "../sealing.js";
import { seedDeployment, seedStage } from "../testing/seed-deployment.js";
import { acquireLease, type AcquireOutcome } from "./acquire-lease.js";
import { admitDeployment } from "./admit-deployment.js";
import { advanceDeployment } from "./advance-deployment.js";
import { appendEvents, type NewEvent } from "./append-events.js";
import { inFence, LeaseLostError, type Fence } from "./fence.js";
import { finishStep } from "./finish-step.js";
import { loadRun } from "./load-run.js";
import { markCurrent } from "./mark-current.js";
import { releaseLease } from "./release-lease.js";
import { renewLease } from "./renew-lease.js";
import { saveFindings } from "./save-findings.js";
import { saveRelease, type NewRelease } from "./save-release.js";
import { startStep } from "./start-step.js";

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const test = await createTestDatabase(inject("databaseUrl"));
  db = openDatabase({ url: test.url });
  drop = () => test.drop();
});
afterAll(async () => {
  await db.close();
  await drop();
});

async function acquire(deploymentId: string, owner = "worker-a"): Promise<Extract<AcquireOutcome, { outcome: "acquired" }>> {
  const outcome = await acquireLease(db.pool, { deploymentId, owner });
  if (outcome.outcome !== "acquired") throw new Error(`The lease was not acquired: ${outcome.outcome}`);
  return outcome;
}

async function expire(deploymentId: string): Promise<void> {
  await db.pool.query("UPDATE deployments SET lease_expires_at = now() - interval '1 second' WHERE id = $1", [deploymentId]);
}

async function readEvents(deploymentId: string) {
  const rows = await db.prisma.event.findMany({ where: { deploymentId }, orderBy: { seq: "asc" } });
  return rows.map((row) => eventSchema.parse({ seq: row.seq, at: row.at.toISOString(), kind: row.kind, payload: row.payload }));
}

const line = (text: string): NewEvent => ({
  kind: "log",
  at: new Date(),
  payload: { step: "build", stream: "stdout", level: "info", text },
});

async function admitted(kind: "deploy" | "remove" = "deploy"): Promise<{ id: string; stageId: string; fence: Fence }> {
  const stageId = await seedStage(db);
  const id = await seedDeployment(db, { stageId, number: 1, kind });
  const { fence } = await acquire(id);
  expect(await admitDeployment(db.pool, fence)).toMatchObject({ outcome: "admitted" });
  return { id, stageId, fence };
}

describe("the lease", () => {
  it("is held by one worker, and by another once it has expired, with a higher epoch", async () => {
    const id = await seedDeployment(db, { stageId: await seedStage(db), number: 1 });
    const first = await acquire(id, "worker-a");
    expect(first).toMatchObject({ takeovers: 0, previousOwner: null, state: "queued" });
    const held = await acquireLease(db.pool, { deploymentId: id, owner: "worker-b" });
    expect(held).toMatchObject({ outcome: "held", owner: "worker-a", expiresInMs: expect.toSatisfy((ms: number) => ms > 8_000) });

    await expire(id);
    const second = await acquire(id, "worker-b");
    expect(second).toMatchObject({ takeovers: 1, previousOwner: "worker-a" });
    expect(second.fence.epoch).toBe(first.fence.epoch + 1);
    await expect(renewLease(db.pool, first.fence)).rejects.toThrow(LeaseLostError);
    expect(await renewLease(db.pool, second.fence)).toEqual({ cancelRequestedBy: null });
  });

  it("is taken by exactly one of many that try at once", async () => {
    const id = await seedDeployment(db, { stageId: await seedStage(db), number: 1 });
    const owners = Array.from({ length: 10 }, (_, n) => `worker-${n}`);
    const outcomes = await Promise.all(owners.map((owner) => acquireLease(db.pool, { deploymentId: id, owner })));
    expect(outcomes.filter((outcome) => outcome.outcome === "acquired")).toHaveLength(1);
  });

  it("counts no takeover when it was given back, and hands the job over through the outbox", async () => {
    const id = await seedDeployment(db, { stageId: await seedStage(db), number: 1 });
    const { fence } = await acquire(id);
    await releaseLease(db.pool, fence, { handOver: true });
    expect(await acquire(id, "worker-b")).toMatchObject({ takeovers: 0, previousOwner: null });
    expect(await db.prisma.outbox.findMany({ where: { key: `deployment:${id}` } })).toHaveLength(1);
  });

  it("counts takeovers anew once a step has ended", async () => {
    const { id, fence } = await admitted();
    await expire(id);
    const second = await acquire(id, "worker-b");
    expect(second.takeovers).toBe(1);
    await expect(startStep(db.pool, fence, "checkout")).rejects.toThrow(LeaseLostError);
    await startStep(db.pool, second.fence, "checkout");
    await inFence(db, second.fence, (tx) => finishStep(tx, { name: "checkout", state: "succeeded" }));
    await expire(id);
    expect((await acquire(id, "worker-c")).takeovers).toBe(1);
  });

  it("counts them on through what is done again before the step in which workers are lost (F31)", async () => {
    const { id, fence } = await admitted();
    const lose = async (from: Fence, owner: string) => {
      await startStep(db.pool, from, "checkout");
      await inFence(db, from, (tx) => finishStep(tx, { name: "checkout", state: "succeeded" }));
      await startStep(db.pool, from, "build");
      await expire(id);
      return acquire(id, owner);
    };
    const second = await lose(fence, "worker-b");
    const third = await lose(second.fence, "worker-c");
    const fourth = await lose(third.fence, "worker-d");
    expect([second, third, fourth].map(({ takeovers }) => takeovers)).toEqual([1, 2, 3]);
    await inFence(db, fourth.fence, (tx) => finishStep(tx, { name: "build", state: "succeeded" }));
    await expire(id);
    expect((await acquire(id, "worker-e")).takeovers).toBe(1);
  });
});

describe("the fence (F02)", () => {
  it("lets a worker that lost its lease write nothing at all", async () => {
    const { id, fence } = await admitted();
    await expire(id);
    await acquire(id, "worker-b");
    const before = await db.prisma.deployment.findUniqueOrThrow({ where: { id }, include: { steps: true } });

    await expect(appendEvents(db.pool, fence, [line("stale")])).rejects.toThrow(LeaseLostError);
    await expect(startStep(db.pool, fence, "checkout")).rejects.toThrow(LeaseLostError);
    await expect(inFence(db, fence, () => Promise.reject(new Error("never runs")))).rejects.toThrow(LeaseLostError);
    expect(await advanceDeployment(db.pool, fence, { from: "preparing", to: "planning" })).toEqual({ moved: false });
    await releaseLease(db.pool, fence, { handOver: true });

    expect(await db.prisma.deployment.findUniqueOrThrow({ where: { id }, include: { steps: true } })).toEqual(before);
    expect(await db.prisma.outbox.count({ where: { key: `deployment:${id}` } })).toBe(0);
  });
});

describe("events", () => {
  it("get dense numbers in order, also when steps and states are written between them", async () => {
    const { id, fence } = await admitted();
    await appendEvents(db.pool, fence, [line("a"), line("b")]);
    await startStep(db.pool, fence, "checkout");
    await Promise.all(Array.from({ length: 20 }, (_, n) => appendEvents(db.pool, fence, [line(`${n}`), line(`${n}'`)])));
    await inFence(db, fence, (tx) => finishStep(tx, { name: "checkout", state: "succeeded", output: { some: "output" } }));
    await advanceDeployment(db.pool, fence, { from: "preparing", to: "planning" });

    const events = await readEvents(id);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events).toHaveLength(1 + 1 + 2 + 1 + 40 + 1 + 1);
    expect(events.at(-1)).toMatchObject({ kind: "state", payload: { from: "preparing", to: "planning", error: null } });
    const durationMs: unknown = expect.toSatisfy((ms: number) => ms >= 0);
    expect(events.at(-2)).toMatchObject({ kind: "step", payload: { name: "checkout", state: "succeeded", durationMs } });
    expect((await db.prisma.deployment.findUniqueOrThrow({ where: { id } })).lastSeq).toBe(events.length);
  });
});

describe("the end of a deployment", () => {
  it("closes the steps that are left, with an event each, and wakes the next one of the stage", async () => {
    const { id, stageId, fence } = await admitted();
    const second = await seedDeployment(db, { stageId, number: 2 });
    await seedDeployment(db, { stageId, number: 3 });
    await startStep(db.pool, fence, "checkout");
    const error = { code: "build_failed" as const, message: "It failed.", hint: "Repair it." };
    expect(await advanceDeployment(db.pool, fence, { from: "preparing", to: "failed", error })).toMatchObject({ moved: true });

    const deployment = await db.prisma.deployment.findUniqueOrThrow({ where: { id }, include: { steps: true } });
    expect(deployment.error).toEqual(error);
    expect(deployment.finishedAt).not.toBeNull();
    expect(deployment.steps.filter((step) => step.state === "skipped")).toHaveLength(10);
    const events = await readEvents(id);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ kind: "state", payload: { to: "failed", error } });
    expect(events.filter((event) => event.kind === "step").map((event) => event.payload.name).slice(0, 3)).toEqual([
      "checkout",
      "checkout",
      "build",
    ]);
    const woken = await db.prisma.outbox.findMany({ where: { key: { startsWith: "deployment:" }, payload: { path: ["deploymentId"], equals: second } } });
    expect(woken).toHaveLength(1);
    // Nothing of AWS was touched, so the stage is what it was.
    expect((await db.prisma.stage.findUniqueOrThrow({ where: { id: stageId } })).status).toBe("never_deployed");
  });

  it("is reached once: a second writer of the same move changes nothing (F24)", async () => {
    const { id, fence } = await admitted();
    const moves = await Promise.all([
      advanceDeployment(db.pool, fence, { from: "preparing", to: "cancelled" }),
      advanceDeployment(db.pool, fence, { from: "preparing", to: "planning" }),
    ]);
    expect(moves.filter((move) => move.moved)).toHaveLength(1);
    expect((await readEvents(id)).filter((event) => event.kind === "state")).toHaveLength(3);
  });

  it("sets what stands behind the stage", async () => {
    const status = async (stageId: string) => (await db.prisma.stage.findUniqueOrThrow({ where: { id: stageId } })).status;
    const { stageId, fence } = await admitted("remove");
    await advanceDeployment(db.pool, fence, { from: "planning", to: "deploying" });
    expect(await status(stageId)).toBe("deploying");
    await advanceDeployment(db.pool, fence, { from: "deploying", to: "rolling_back" });
    await advanceDeployment(db.pool, fence, { from: "rolling_back", to: "rolled_back" });
    expect(await status(stageId)).toBe("failed");

    const removal = await admitted("remove");
    await advanceDeployment(db.pool, removal.fence, { from: "planning", to: "succeeded" });
    expect(await status(removal.stageId)).toBe("removed");
  });
});

describe("admission (F23)", () => {
  it("lets one deployment of a stage begin, the oldest first", async () => {
    const stageId = await seedStage(db);
    const first = await seedDeployment(db, { stageId, number: 1 });
    const second = await seedDeployment(db, { stageId, number: 2 });
    const fences = [(await acquire(first)).fence, (await acquire(second)).fence];
    expect(await admitDeployment(db.pool, fences[1]!)).toEqual({ outcome: "busy", deploymentNumber: 1 });
    expect(await admitDeployment(db.pool, fences[0]!)).toEqual({ outcome: "admitted", state: "preparing" });
    expect(await admitDeployment(db.pool, fences[1]!)).toEqual({ outcome: "busy", deploymentNumber: 1 });
    await advanceDeployment(db.pool, fences[0]!, { from: "preparing", to: "failed" });
    expect(await admitDeployment(db.pool, fences[1]!)).toEqual({ outcome: "admitted", state: "preparing" });
  });

  it("is refused by the database even when two try past every check", async () => {
    const stageId = await seedStage(db);
    const ids = [await seedDeployment(db, { stageId, number: 1 }), await seedDeployment(db, { stageId, number: 2 })];
    const fences = await Promise.all(ids.map(async (id) => (await acquire(id)).fence));
    const moves = await Promise.allSettled(
      fences.map((fence) => advanceDeployment(db.pool, fence, { from: "queued", to: "preparing" })),
    );
    expect(moves.map((move) => move.status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("a release", () => {
  const keyring = openKeyring({ masterKey: new Uint8Array(32) });
  const stackSettings = { roleArn: "arn:aws:iam::123456789012:role/deployer", notificationArns: [], rollbackConfiguration: null, parameters: [] };
  const release: Omit<NewRelease, "stage"> = {
    commit: { sha: "a".repeat(40), message: "First", author: "Ada", committedAt: "2026-11-23T00:00:00.000Z" },
    stackName: "orders-dev",
    content: { template: '{"secret":1}', stackTags: { STAGE: "dev" }, stackSettings },
    shown: { template: '{"shown":1}', stackTags: { STAGE: "***" }, stackSettings },
    keyring,
    capabilities: ["CAPABILITY_IAM"],
    templateHash: "b".repeat(64),
    artifacts: [],
    functions: [],
    sourceMap: {},
    inputs: [],
    resolvedConfig: { file: "serverless.yml", value: { service: "shop" }, origins: {}, files: ["serverless.yml"], places: { "/service": [0, 1, 1] } },
    parameterVersions: { LEVEL: { version: 3, secret: false, digest: "d" } },
  };

  it("is stored once per deployment, with its findings, and becomes current", async () => {
    const { id, stageId, fence } = await admitted();
    const first = await inFence(db, fence, (tx) => saveRelease(tx, { ...release, stage: { id: stageId, number: 1 } }));
    const finding = {
      pack: "essentials",
      rule: "log-retention",
      title: "Log retention",
      severity: "low" as const,
      level: "advisory" as const,
      outcome: "fail" as const,
      logicalId: "HelloLogGroup",
      resourceType: "AWS::Logs::LogGroup",
      templatePath: "/Resources/HelloLogGroup",
      place: { file: "serverless.yml", line: 3, column: 1, property: null },
      message: "No retention.",
      hint: "Set logRetentionInDays.",
    };
    await inFence(db, fence, (tx) => saveFindings(tx, { releaseId: first, findings: [finding, finding] }));
    const again = await inFence(db, fence, (tx) => saveRelease(tx, { ...release, stage: { id: stageId, number: 1 }, content: { ...release.content, template: '{"again":1}' } }));
    await inFence(db, fence, (tx) => saveFindings(tx, { releaseId: again, findings: [finding] }));
    await inFence(db, fence, (tx) => markCurrent(tx));

    expect(again).toBe(first);
    const stage = await db.prisma.stage.findUniqueOrThrow({ where: { id: stageId }, include: { currentRelease: { include: { findings: true } } } });
    expect(stage).toMatchObject({ currentReleaseId: first, currentDeploymentId: id, stackName: "orders-dev", status: "live" });
    expect(stage.currentRelease).toMatchObject({ number: 1, template: '{"shown":1}', stackTags: { STAGE: "***" }, capabilities: ["CAPABILITY_IAM"] });
    expect(stage.currentRelease?.findings).toMatchObject([finding]);
    expect(stage.currentRelease?.resolvedConfig).toEqual(release.resolvedConfig);
    expect(stage.currentRelease?.stackSettings).toEqual(stackSettings);
    const run = await loadRun(db, keyring, id);
    expect(run?.release).toMatchObject({ template: '{"again":1}', stackTags: { STAGE: "dev" } });
    expect(stage.currentRelease?.checkedAt).not.toBeNull();
  });
});
