import { WindlassError } from "@windlass/contracts/error";
import type { Role } from "@windlass/contracts/permission";
import { approvalRulesSchema, type ApprovalRules } from "@windlass/contracts/stage-settings";
import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { requestCancellation } from "../deployment/request-cancellation.js";
import { acquireLease } from "../deployment-run/acquire-lease.js";
import { advanceDeployment } from "../deployment-run/advance-deployment.js";
import { readApprovalStanding } from "../deployment-run/approval-standing.js";
import { findLostWork } from "../outbox/find-lost-work.js";
import { seedDeployment, seedStage } from "../testing/seed-deployment.js";
import type { UserContext } from "../token/token-owner.js";
import { readProfile } from "../user/read-profile.js";
import { updateProfile } from "../user/update-profile.js";
import { decideApproval } from "./decide-approval.js";
import { readApproval } from "./read-approval.js";

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const created = await createTestDatabase(inject("databaseUrl"));
  drop = created.drop;
  db = openDatabase({ url: created.url });
});
afterAll(async () => {
  await db.close();
  await drop();
});

/** The fault suite tries as often as PROOFS says; here a few do. */
const tries = process.env["WINDLASS_FAULTS"] === "whole" ? 200 : 24;

const planHash = "a".repeat(64);
const plan = { changeSetId: "arn:cs", operation: "update", changes: [], counts: { added: 0, changed: 0, replaced: 0, removed: 0 } };

async function person(name: string, role: Role = "operator"): Promise<UserContext> {
  const { id } = await db.prisma.user.create({ data: { id: crypto.randomUUID(), name, email: `${name}@example.com`, role } });
  return { db, actor: { type: "user", id, label: name }, role, userId: id };
}

async function stageWith(name: string, rules: Partial<ApprovalRules> = {}) {
  const stageId = await seedStage(db, name);
  await db.prisma.stage.update({ where: { id: stageId }, data: { settings: { approval: approvalRulesSchema.parse({ mode: "always", ...rules }) } } });
  let number = 0;
  return {
    /** A deployment that waits with its plan; the one before must have ended. */
    wait: async (requester?: UserContext) => {
      number += 1;
      const id = await seedDeployment(db, { stageId, number });
      const by = requester ? { actorType: requester.actor.type, actorId: requester.actor.id } : {};
      await db.prisma.deployment.update({ where: { id }, data: { state: "awaiting_approval", plan, planHash, openChangeSet: "stack", ...by } });
      return { id, address: { service: `service-${name}`, stage: "dev", number } };
    },
    end: (id: string) => db.prisma.deployment.update({ where: { id }, data: { state: "failed" } }),
  };
}

const approve = (context: UserContext, deployment: { service: string; stage: string; number: number }) => decideApproval(context, { deployment, decision: "approve", planHash, comment: "" });

/** What a worker does with a decision: goes on with what enough people approved. */
async function work(id: string): Promise<boolean> {
  const lease = await acquireLease(db.pool, { deploymentId: id, owner: "worker" });
  if (lease.outcome !== "acquired" || !(await readApprovalStanding(db.pool, id)).enough) return false;
  return (await advanceDeployment(db.pool, lease.fence, { from: "awaiting_approval", to: "deploying" })).moved;
}

test("who asked in a comment on GitHub is who has said to be that one, and nobody approves it who has not said who they are there", async () => {
  const [jo, kim] = [await person("jo"), await person("kim")];
  const stage = await stageWith("commented", { requesterMayApprove: false });
  const { id, address } = await stage.wait();
  await db.prisma.deployment.update({ where: { id }, data: { trigger: "command", actorType: "webhook", actorId: "github:4711", actorLabel: "Jo-On-GitHub" } });
  await expect(approve(jo, address)).rejects.toMatchObject({ code: "approval_not_allowed", message: expect.stringContaining("say on your page who you are on GitHub") });
  expect(await updateProfile(jo, { githubLogin: "jo-on-github" })).toEqual({ githubLogin: "jo-on-github" });
  await expect(approve(jo, address)).rejects.toMatchObject({ code: "approval_not_allowed", message: expect.stringContaining("Who asked for a deployment") });
  await expect(updateProfile(kim, { githubLogin: "JO-on-GitHub" })).rejects.toMatchObject({ code: "name_taken" });
  await updateProfile(kim, { githubLogin: "kim" });
  expect(await readProfile(kim)).toEqual({ githubLogin: "kim" });
  expect((await approve(kim, address)).missing).toBe(0);
  expect(await db.prisma.auditEvent.count({ where: { action: "user.github_login_set", entityId: { in: [jo.userId, kim.userId] } } })).toBe(2);
  await stage.end(id);
});

describe("deciding", () => {
  // PROOFS F24
  test("approval and cancellation at the same moment: one wins, audited, never both", async () => {
    const bea = await person("bea");
    const stage = await stageWith("race");
    const seen = new Set<string>();
    for (let round = 0; round < tries; round += 1) {
      const { id, address } = await stage.wait();
      const approval = approve(bea, address).then(() => work(id));
      if (round % 4 === 3) await approval;
      const [went, cancelled] = await Promise.allSettled([approval, requestCancellation(bea, address)]);
      const { state } = await db.prisma.deployment.findUniqueOrThrow({ where: { id } });
      seen.add(state);
      const moves = await db.prisma.event.findMany({ where: { deploymentId: id, kind: "state", seq: { gt: 1 } } });
      const audit = await db.prisma.auditEvent.findMany({ where: { entityId: id } });
      expect(moves.filter(({ payload }) => JSON.stringify(payload).includes('"from":"awaiting_approval"'))).toHaveLength(1);
      expect(state).toBe(went.status === "fulfilled" && went.value ? "deploying" : "cancelled");
      expect(went.status === "fulfilled" ? null : went.reason).toSatisfy((reason) => reason === null || (reason instanceof WindlassError && reason.code === "not_awaiting_approval"));
      expect(audit.map(({ action }) => action).sort()).toEqual([
        ...(went.status === "fulfilled" ? ["deployment.approved"] : []),
        ...(cancelled.status === "fulfilled" ? ["deployment.cancellation_requested"] : []),
      ]);
      await stage.end(id);
    }
    expect([...seen].sort()).toEqual(["cancelled", "deploying"]);
  });

  test("two people at the same moment both count, and the one that makes it enough wakes a worker once", async () => {
    const [dan, eve] = [await person("dan"), await person("eve")];
    const stage = await stageWith("pair", { count: 2 });
    for (let round = 0; round < 8; round += 1) {
      const { id, address } = await stage.wait();
      await Promise.all([approve(dan, address), approve(eve, address), approve(dan, address)]);
      expect((await readApprovalStanding(db.pool, id)).by).toEqual(["dan", "eve"]);
      expect(await db.prisma.outbox.count({ where: { key: `deployment:${id}` } })).toBe(1);
      expect(await db.prisma.auditEvent.count({ where: { entityId: id, action: "deployment.approved" } })).toBe(2);
      await stage.end(id);
    }
  });

  test("is for those whom the rules name: by role, by address, and not by who asked, with a token either", async () => {
    const [fay, gil, hal] = [await person("fay"), await person("gil"), await person("hal", "developer")];
    const token = await db.prisma.apiToken.create({ data: { id: crypto.randomUUID(), userId: fay.userId, name: "ci", prefix: "w", hash: Buffer.from("h") } });
    const byToken: UserContext = { ...fay, actor: { type: "token", id: token.id, label: "fay (ci)" } };
    const stage = await stageWith("rules", { approvers: ["fay@example.com", "HAL@example.com"] });
    const { id, address } = await stage.wait(byToken);
    for (const who of [fay, byToken, gil, hal, { ...gil, role: "viewer" } as const]) {
      await expect(approve(who, address)).rejects.toMatchObject({ code: expect.stringMatching(/approval_not_allowed|forbidden/) });
    }
    expect(await readApproval(hal, address)).toMatchObject({ missing: 1, refusal: expect.stringContaining("operator") });
    await db.prisma.stage.updateMany({ where: { service: { name: address.service } }, data: { settings: { approval: { mode: "always", requesterMayApprove: true } } } });
    expect(await approve(byToken, address)).toMatchObject({ missing: 0, given: [{ actor: { type: "token" } }] });
    await decideApproval(gil, { deployment: address, decision: "reject", planHash, comment: "no" });
    expect(await db.prisma.deployment.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "rejected", error: { message: "Rejected by gil: no" } });
  });
});

test("what waits for people is no lost work; what they decided and what was left behind is", async () => {
  const ivy = await person("ivy");
  const stage = await stageWith("lost");
  const { id, address } = await stage.wait();
  const lost = async () => (await findLostWork(db)).messages.map(({ key }) => key).filter((key) => key.endsWith(id));
  expect(await lost()).toEqual([]);
  await approve(ivy, address);
  expect(await lost()).toEqual([`deployment:${id}`]);
  await requestCancellation(ivy, address);
  expect(await lost()).toEqual([]);
  await db.prisma.deployment.update({ where: { id }, data: { finishedAt: new Date(Date.now() - 60_000) } });
  expect(await lost()).toEqual([`deployment:${id}`]);
});
