import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { OperationContext } from "../context.js";
import { readHome } from "../home/read-home.js";
import { openKeyring } from "../sealing.js";
import { deleteStage } from "../stage/delete-stage.js";
import { readStage } from "../stage/read-stage.js";
import { updateStage } from "../stage/update-stage.js";
import { seedStage } from "../testing/seed-deployment.js";
import { openRollbackPreview } from "./preview-rollback.js";
import { readDeployment } from "./read-deployment.js";
import { requestDeployment } from "./request-deployment.js";
import { requestRemoval } from "./request-removal.js";
import { requestRollback } from "./request-rollback.js";

let db: Database;
let close: () => Promise<void>;
let context: OperationContext;
const keyring = openKeyring({ masterKey: new Uint8Array(32) });

beforeAll(async () => {
  const created = await createTestDatabase(inject("databaseUrl"));
  db = openDatabase({ url: created.url });
  close = async () => {
    await db.close();
    await created.drop();
  };
  context = { db, actor: { type: "user", id: "u1", label: "Ada" }, role: "operator" };
});
afterAll(() => close());

type Ending = "succeeded" | "failed" | "rolled_back";

/** A stage with a deployment and its release for each ending; the last that succeeded is current. */
async function stageWith(name: string, endings: Ending[]) {
  const stageId = await seedStage(db, name);
  const stage = { service: `service-${name}`, stage: "dev" };
  for (const [index, state] of endings.entries()) {
    const { id, number } = await requestDeployment(context, { stage });
    const release = await db.prisma.release.create({
      data: {
        id: uuidv7(),
        stageId,
        number,
        commitSha: `c${number}`,
        commitMessage: `Commit ${number}`,
        commitAuthor: "Ada",
        stackName: "s",
        template: JSON.stringify({ Resources: { Shared: { Type: "T", Properties: { n: index } }, [`Only${number}`]: { Type: "T" } } }),
        templateHash: "h",
        artifacts: [{ name: "service", kind: "service", hash: `h${number}`, sizeBytes: 1, bucket: "b", key: `k${number}`, functions: ["list"] }],
        functions: [],
      },
    });
    await db.prisma.deployment.update({ where: { id }, data: { state, releaseId: release.id, startedAt: new Date(), finishedAt: new Date() } });
    if (state === "succeeded") {
      await db.prisma.stage.update({ where: { id: stageId }, data: { currentReleaseId: release.id, currentDeploymentId: id, status: "live", stackName: "s" } });
    }
  }
  return stage;
}

describe("rolling back", () => {
  test("goes to the newest successful release before the current one", async () => {
    const stage = await stageWith("previous", ["succeeded", "failed", "rolled_back", "succeeded", "failed"]);
    expect(await readStage(context, { stage, keyring })).toMatchObject({ release: 4, rollbackTarget: 1, currentDeployment: { number: 4 }, lastDeployment: { number: 5 } });
    const rollback = await requestRollback(context, { stage });
    expect(rollback).toMatchObject({ kind: "rollback", state: "queued", release: 1, commit: { sha: "c1" }, number: 6, ref: null });
    expect(rollback.steps.map(({ name }) => name)).toEqual(["plan", "approve", "apply", "verify", "guard", "finish"]);
  });

  test("goes to the release that is named, forward too, and to no other", async () => {
    const stage = await stageWith("named", ["succeeded", "failed", "succeeded"]);
    expect(await requestRollback(context, { stage, to: 1 })).toMatchObject({ release: 1 });
    await expect(requestRollback(context, { stage, to: 2 })).rejects.toMatchObject({ code: "release_not_found" });
    await expect(requestRollback(context, { stage, to: 99 })).rejects.toMatchObject({ code: "release_not_found" });
    await expect(requestRollback(context, { stage, to: 3 })).rejects.toMatchObject({ code: "conflict" });
    expect((await readDeployment(context, { ...stage, number: 1 })).canRollBackTo).toBe(true);
    expect((await readDeployment(context, { ...stage, number: 2 })).canRollBackTo).toBe(false);
    expect((await readDeployment(context, { ...stage, number: 3 })).canRollBackTo).toBe(false);
  });

  test("has nothing to go to with one release", async () => {
    const stage = await stageWith("single", ["succeeded"]);
    await expect(requestRollback(context, { stage })).rejects.toMatchObject({ code: "nothing_to_roll_back_to" });
    expect((await readStage(context, { stage, keyring })).rollbackTarget).toBeNull();
  });

  test("is shown before it is asked for", async () => {
    const stage = await stageWith("preview", ["succeeded", "succeeded"]);
    const { preview, artifacts, region } = await openRollbackPreview(context, { stage, keyring });
    expect(preview).toMatchObject({
      target: { number: 1 },
      current: { number: 2 },
      fast: { possible: false },
      functions: [{ name: "list", before: { hash: "h2" }, after: { hash: "h1" } }],
      counts: { added: 1, changed: 1, replaced: 0, removed: 1 },
      parameters: { known: true, different: [] },
    });
    expect(preview.resources.map(({ action, logicalId }) => `${action} ${logicalId}`)).toEqual(["add Only1", "remove Only2", "change Shared"]);
    expect(preview.resources.at(-1)?.properties).toEqual([{ path: "n", requiresRecreation: "never", before: "***", after: "***" }]);
    expect([artifacts.map(({ key }) => key), region]).toEqual([["k1"], "us-east-1"]);
  });

  test("is shown with the policies that would fail at the levels of today", async () => {
    const stage = await stageWith("policies", ["succeeded", "succeeded"]);
    const release = await db.prisma.release.findFirstOrThrow({ where: { number: 1, stage: { service: { name: stage.service } } } });
    const finding = { releaseId: release.id, pack: "p", title: "t", severity: "high", message: "m", hint: "h" };
    await db.prisma.finding.createMany({
      data: [
        { ...finding, id: uuidv7(), rule: "was-advisory", level: "advisory", outcome: "fail" },
        { ...finding, id: uuidv7(), rule: "is-off", level: "mandatory", outcome: "fail" },
        { ...finding, id: uuidv7(), rule: "passed", level: "mandatory", outcome: "pass" },
      ],
    });
    await updateStage(context, { stage, keyring, change: { policyLevels: { "was-advisory": "mandatory", "is-off": "off", "new-rule": "advisory", passed: "mandatory" } } });
    const { preview } = await openRollbackPreview(context, { stage, keyring });
    expect(preview.policies.failing).toMatchObject([{ rule: "was-advisory", level: "mandatory" }]);
    expect(preview.policies.unchecked).toEqual(["new-rule"]);
  });

  test("knows which parameters have another value than then, by versions that only other values raise", async () => {
    const stage = await stageWith("parameters", ["succeeded"]);
    const set = (value: string | null) => updateStage(context, { stage, keyring, change: { parameters: [{ name: "TOKEN", value, secret: true }] } });
    const version = async () => (await db.prisma.stageParameter.findFirstOrThrow({ where: { name: "TOKEN", stage: { service: { name: stage.service } } } })).version;
    const seen: number[] = [];
    for (const value of ["one", "one", null, "two"]) {
      await set(value);
      seen.push(await version());
    }
    expect(seen).toEqual([1, 1, 1, 2]);
  });
});

test("a stage with a stack is removed before it is deleted", async () => {
  const stage = await stageWith("removal", ["succeeded"]);
  await expect(deleteStage(context, stage)).rejects.toMatchObject({ code: "in_use" });
  await expect(requestRemoval(context, { stage, confirm: "prod" })).rejects.toMatchObject({ code: "invalid_request" });
  const removal = await requestRemoval(context, { stage, confirm: "dev" });
  expect(removal).toMatchObject({ kind: "remove", release: null });
  await db.prisma.deployment.update({ where: { id: removal.id }, data: { state: "succeeded", finishedAt: new Date() } });
  await db.prisma.stage.updateMany({ where: { service: { name: stage.service } }, data: { status: "removed", currentReleaseId: null } });
  await deleteStage(context, stage);
  await expect(readStage(context, { stage, keyring })).rejects.toMatchObject({ code: "not_found" });
});

test("the home page shows what needs attention, and how many deployments a day had", async () => {
  const stage = await stageWith("attention", ["succeeded", "rolled_back"]);
  const calm = await stageWith("calm", ["failed", "succeeded"]);
  const home = await readHome(context);
  expect(home.attention.filter(({ service }) => service === stage.service)).toMatchObject([{ number: 2, state: "rolled_back" }]);
  expect(home.attention.filter(({ service }) => service === calm.service)).toEqual([]);
  const today = home.deploymentsPerDay.at(-1);
  expect(home.deploymentsPerDay).toHaveLength(7);
  expect(today?.day).toBe(new Date().toISOString().slice(0, 10));
  expect([today?.succeeded, today?.failed].every((count) => count !== undefined && count >= 2)).toBe(true);
  expect(home).toMatchObject({ hasAccount: true, hasRepository: true });
});
