import { stepsOfKind } from "@windlass/contracts/deployment-kind";
import { channels } from "@windlass/contracts/job";
import { changeSchema } from "@windlass/contracts/live";
import { openDatabase, type Database } from "@windlass/database/database";
import { listen } from "@windlass/database/listen";
import { createTestDatabase } from "@windlass/database/test-database";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import type { OperationContext } from "../context.js";
import { seedStage } from "../testing/seed-deployment.js";
import { readDeployment } from "./read-deployment.js";
import { requestCancellation } from "./request-cancellation.js";
import { requestDeployment } from "./request-deployment.js";

let db: Database;
let url: string;
let drop: () => Promise<void>;
let context: OperationContext;

beforeAll(async () => {
  const created = await createTestDatabase(inject("databaseUrl"));
  ({ url, drop } = created);
  db = openDatabase({ url });
  context = { db, actor: { type: "user", id: "u1", label: "Ada" }, role: "developer" };
});
afterAll(async () => {
  await db.close();
  await drop();
});

async function newStage(name: string) {
  await seedStage(db, name);
  return { service: `service-${name}`, stage: "dev" };
}

describe("asking for a deployment", () => {
  test("writes the deployment with all that belongs to it", async () => {
    const stage = await newStage("whole");
    const deployment = await requestDeployment(context, { stage });
    expect(deployment).toMatchObject({
      service: "service-whole",
      stage: "dev",
      number: 1,
      kind: "deploy",
      state: "queued",
      trigger: "manual",
      ref: "main",
      lastSeq: 1,
      blocker: { reason: "waiting_for_worker" },
    });
    expect(deployment.steps.map((step) => step.name)).toEqual(stepsOfKind.deploy);
    const [events, outbox, audit] = await Promise.all([
      db.prisma.event.findMany({ where: { deploymentId: deployment.id } }),
      db.prisma.outbox.findMany({ where: { key: `deployment:${deployment.id}` } }),
      db.prisma.auditEvent.findMany({ where: { entityId: deployment.id } }),
    ]);
    expect(events).toMatchObject([{ seq: 1, kind: "state", payload: { from: null, to: "queued", error: null } }]);
    expect(outbox).toMatchObject([{ queue: "deployments", payload: { deploymentId: deployment.id }, sentAt: null }]);
    expect(audit).toMatchObject([{ action: "deployment.requested", actorLabel: "Ada", entityName: "service-whole/dev#1" }]);
  });

  test("tells the relay and the pages, though no trigger does", async () => {
    const stage = await newStage("told");
    const heard: { channel: string; payload: string }[] = [];
    const listener = listen({ url, channels: [channels.outbox, channels.changes], onNotification: (channel, payload) => heard.push({ channel, payload }) });
    await listener.ready;
    const { id, stageId } = await requestDeployment(context, { stage });
    await vi.waitFor(() => expect(heard.filter(({ channel }) => channel === channels.outbox)).toHaveLength(1), { timeout: 15_000 });
    const changes = heard.filter(({ channel }) => channel === channels.changes).map(({ payload }) => changeSchema.parse(JSON.parse(payload)));
    expect(changes).toEqual([{ entity: "deployment", id, stageId, serviceId: expect.any(String) }]);
    // What any other statement puts into the outbox is told by the trigger as before.
    await db.pool.query("INSERT INTO outbox (queue, key, payload) VALUES ('deployments', 'k', '{}')");
    await vi.waitFor(() => expect(heard.filter(({ channel }) => channel === channels.outbox)).toHaveLength(2), { timeout: 15_000 });
    await listener.close();
    await requestCancellation(context, { ...stage, number: 1 });
  });

  test("goes behind what overrides a freeze, whoever was first, and before what came later", async () => {
    const stage = await newStage("order");
    const [first, second, third] = [await requestDeployment(context, { stage }), await requestDeployment(context, { stage }), await requestDeployment(context, { stage })];
    const blockerOf = async (number: number) => (await readDeployment(context, { ...stage, number })).blocker;
    await db.pool.query("UPDATE deployments SET freeze_overridden_by = 'Ada' WHERE id = $1", [third.id]);
    expect(await blockerOf(third.number)).toMatchObject({ deploymentNumber: null, position: 1 });
    expect(await blockerOf(first.number)).toMatchObject({ deploymentNumber: third.number, position: 2 });
    expect(await blockerOf(second.number)).toMatchObject({ deploymentNumber: third.number, position: 3 });
    await db.pool.query("UPDATE deployments SET state = 'preparing' WHERE id = $1", [third.id]);
    expect(await blockerOf(first.number)).toMatchObject({ reason: "stage_busy", deploymentNumber: third.number, position: 1 });
    expect(await blockerOf(second.number)).toMatchObject({ deploymentNumber: third.number, position: 2 });
  });

  test("takes its history along when its stage is deleted", async () => {
    const stage = await newStage("gone");
    const { id, stageId } = await requestDeployment(context, { stage });
    expect(await db.prisma.event.count({ where: { deploymentId: id } })).toBe(1);
    await db.pool.query("DELETE FROM stages WHERE id = $1", [stageId]);
    expect(await db.prisma.deployment.count({ where: { id } })).toBe(0);
    expect(await db.prisma.event.count({ where: { deploymentId: id } })).toBe(0);
  });

  // PROOFS F23
  test("gives dense numbers to a hundred that ask at once", async () => {
    const stage = await newStage("race");
    const made = await Promise.all(Array.from({ length: 100 }, () => requestDeployment(context, { stage })));
    expect(made.map((deployment) => deployment.number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    const last = made.find((deployment) => deployment.number === 100);
    expect(last?.blocker).toMatchObject({ reason: "older_first" });
  });

  // PROOFS F05
  test("gives one deployment for one idempotency key, also when asked fifty times at once", async () => {
    const stage = await newStage("idempotent");
    const made = await Promise.all(Array.from({ length: 50 }, () => requestDeployment(context, { stage, idempotencyKey: "k1" })));
    expect(new Set(made.map((deployment) => deployment.id)).size).toBe(1);
    const next = await requestDeployment(context, { stage, idempotencyKey: "k2" });
    expect(next.number).toBe(2);
    expect(await db.prisma.outbox.count({ where: { key: `deployment:${made[0]?.id}` } })).toBe(1);
    expect(await db.prisma.auditEvent.count({ where: { entityId: made[0]?.id ?? "" } })).toBe(1);
  });

  test("names the stage that does not exist, and refuses a role that may not", async () => {
    await expect(requestDeployment(context, { stage: { service: "nope", stage: "dev" } })).rejects.toMatchObject({ code: "not_found" });
    const stage = await newStage("roles");
    await expect(requestDeployment({ ...context, role: "viewer" }, { stage })).rejects.toMatchObject({ code: "forbidden" });
    expect(await db.prisma.deployment.count({ where: { stage: { service: { name: stage.service } } } })).toBe(0);
  });

  test.each([["github", "pull request"], ["gitlab", "merge request"]])("says of a stranger's code from %s that its %s was not approved", async (provider, words) => {
    const stage = await newStage(`untrusted-${provider}`);
    await db.prisma.stage.updateMany({ where: { service: { name: stage.service } }, data: { untrusted: true } });
    await db.prisma.repository.updateMany({ where: { services: { some: { name: stage.service } } }, data: { provider } });
    await expect(requestDeployment(context, { stage })).rejects.toMatchObject({ code: "preview_not_approved", message: expect.stringContaining(`a ${words} of somebody`) });
    await expect(requestDeployment(context, { stage: { ...stage, stage: "none" } })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("cancelling", () => {
  test("ends a waiting deployment at once, once, and wakes the next", async () => {
    const stage = await newStage("cancel");
    const first = await requestDeployment(context, { stage });
    const second = await requestDeployment(context, { stage });
    const address = { ...stage, number: first.number };
    const cancelled = await requestCancellation(context, address);
    expect(cancelled).toMatchObject({ state: "cancelled", error: { code: "cancelled" }, startedAt: null });
    expect(cancelled.finishedAt).not.toBeNull();
    expect(cancelled.steps.every((step) => step.state === "cancelled")).toBe(true);
    expect(await db.prisma.outbox.count({ where: { key: `deployment:${second.id}` } })).toBe(2);
    expect(await db.prisma.auditEvent.count({ where: { entityId: first.id, action: "deployment.cancellation_requested" } })).toBe(1);
    await expect(requestCancellation(context, address)).rejects.toMatchObject({ code: "not_cancellable" });
  });

  test("asks the worker to stop one that runs, and asks it once", async () => {
    const stage = await newStage("cancel-running");
    const { id, number } = await requestDeployment(context, { stage });
    await db.prisma.deployment.update({ where: { id }, data: { state: "preparing" } });
    const asked = await Promise.all([1, 2, 3].map(() => requestCancellation(context, { ...stage, number })));
    expect(asked.every((deployment) => deployment.state === "preparing" && deployment.cancelRequestedAt !== null)).toBe(true);
    expect(await db.prisma.auditEvent.count({ where: { entityId: id, action: "deployment.cancellation_requested" } })).toBe(1);
  });
});
