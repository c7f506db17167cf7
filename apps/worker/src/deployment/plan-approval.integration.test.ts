import { bucketName } from "@windlass/aws/artifacts/ensure-bucket";
import { objectUrl } from "@windlass/aws/artifacts/object-url";
import { uploadObjects } from "@windlass/aws/artifacts/upload-objects";
import { getCallerIdentity } from "@windlass/aws/identity/get-caller-identity";
import { createChangeSet } from "@windlass/aws/stacks/create-change-set";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { executeChangeSet } from "@windlass/aws/stacks/execute-change-set";
import { listChangeSets } from "@windlass/aws/stacks/list-change-sets";
import { readTemplateText } from "@windlass/aws/stacks/read-template";
import type { Deployment } from "@windlass/contracts/deployment";
import type { Role } from "@windlass/contracts/permission";
import { approvalRulesSchema, type ApprovalRules } from "@windlass/contracts/stage-settings";
import { decideApproval } from "@windlass/operations/approval/decide-approval";
import { readApproval } from "@windlass/operations/approval/read-approval";
import { readPlan } from "@windlass/operations/deployment/read-plan";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestPreview } from "@windlass/operations/deployment/request-preview";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { updateStage } from "@windlass/operations/stage/update-stage";
import type { UserContext } from "@windlass/operations/token/token-owner";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;
let [ada, bea, cleo]: UserContext[] = [];

beforeAll(async () => {
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 1 });
  [ada, bea, cleo] = await Promise.all([person("Ada", "admin"), person("Bea", "operator"), person("Cleo", "operator")]);
  await world.startWorker({ reconcileMs: 1_000 });
});
afterAll(() => world.close());

async function person(name: string, role: Role): Promise<UserContext> {
  const { id } = await world.db.prisma.user.create({ data: { id: crypto.randomUUID(), name, email: `${name.toLowerCase()}@example.com`, role } });
  return { db: world.db, actor: { type: "user", id, label: name }, role, userId: id };
}

function known(context: UserContext | undefined): UserContext {
  if (!context) throw new Error("The test's people are not there yet.");
  return context;
}

async function addService(service: string, rules: Partial<ApprovalRules>, extra = "") {
  const { name, repository } = await world.addService(sampleService("v1", extra, service));
  const stage = { service: name, stage: "dev" };
  await setRules(stage, rules);
  return { stage, repository, stackName: `${service}-dev` };
}

const setRules = (stage: { service: string; stage: string }, rules: Partial<ApprovalRules>) =>
  updateStage(world.context, { stage, keyring: world.keyring, change: { settings: { approval: approvalRulesSchema.parse(rules) } } });

const deploy = async (stage: { service: string; stage: string }, keepExports?: string[]) =>
  (await requestDeployment(known(ada), { stage, ...(keepExports ? { keepExports } : {}) })).id;
const untilAsked = (id: string) => world.waitFor(id, ({ state, error }) => state === "awaiting_approval" || error !== null);
const say = async (context: UserContext | undefined, deployment: Deployment, decision: "approve" | "reject" = "approve", planHash?: string) => {
  const hash = planHash ?? (await readApproval(known(context), deployment)).planHash ?? "";
  return decideApproval(known(context), { deployment, decision, planHash: hash, comment: "read it" });
};
const isOpen = async (stackName: string, { id }: Deployment) =>
  (await describeStack(world.aws, stackName)) !== null && (await listChangeSets(world.aws, { stackName })).includes(`windlass-${id}`);
const untilGone = (stackName: string, deployment: Deployment) => expect.poll(() => isOpen(stackName, deployment), { timeout: 10_000 }).toBe(false);

/** Somebody else changes the stack: an output more, by a change set of their own. */
async function intrude(stackName: string): Promise<void> {
  const { awsAccountId } = await getCallerIdentity(world.aws);
  const bucket = bucketName(awsAccountId, "us-east-1");
  const template: unknown = JSON.parse((await readTemplateText(world.aws, { stackName })) ?? "{}");
  const body = JSON.stringify({ ...Object(template), Description: "changed by hand" });
  await uploadObjects(world.aws, { bucket, objects: [{ key: "theirs.json", body, contentType: "application/json" }] });
  const templateUrl = objectUrl(world.aws, { bucket, key: "theirs.json" });
  const capabilities = ["CAPABILITY_NAMED_IAM"];
  await createChangeSet(world.aws, { stackName, changeSetName: "theirs", templateUrl, clientToken: "theirs", capabilities, tags: { by: "hand" } });
  await executeChangeSet(world.aws, { stackName, changeSetName: "theirs", clientRequestToken: "theirs" });
  await expect.poll(async () => (await describeStack(world.aws, stackName))?.status).toBe("UPDATE_COMPLETE");
}

describe("approval", () => {
  it("holds a plan until enough people, and not who asked for it, have approved that very plan", async () => {
    const { stage, repository, stackName } = await addService("approved", { mode: "always", count: 2 });
    const asked = await untilAsked(await deploy(stage));
    expect(asked).toMatchObject({ state: "awaiting_approval", error: null });
    expect(asked.steps.find(({ name }) => name === "approve")?.state).toBe("running");
    const plan = await readPlan(known(bea), asked);
    expect(plan).toMatchObject({
      operation: "create",
      code: [{ function: "hello", before: null, after: { sizeBytes: expect.any(Number) } }],
      budget: { resources: { before: null, limit: 500 }, events: [{ type: "httpApi", count: 1, resources: expect.any(Number) }] },
    });
    expect(plan?.access.map(({ text }) => text)).toContain("Allow lambda.amazonaws.com to sts:AssumeRole");

    await expect(say(ada, asked)).rejects.toMatchObject({ code: "approval_not_allowed", message: expect.stringContaining("asked for") });
    await expect(say(bea, asked, "approve", "0".repeat(64))).rejects.toMatchObject({ code: "approval_lapsed" });
    expect(await say(bea, asked)).toMatchObject({ missing: 1, given: [{ decision: "approve", comment: "read it", lapsed: false }] });
    const token: UserContext = { ...known(bea), actor: { type: "token", id: crypto.randomUUID(), label: "Bea (ci)" } };
    expect(await say(token, asked)).toMatchObject({ missing: 1 });
    expect((await describeStack(world.aws, stackName))?.status).toBe("REVIEW_IN_PROGRESS");
    await say(cleo, asked);
    const ended = await world.waitForEnd(asked.id);
    expect(ended).toMatchObject({ state: "succeeded", error: null });
    expect(ended.steps.find(({ name }) => name === "approve")?.state).toBe("succeeded");
    await expect(say(cleo, asked)).rejects.toMatchObject({ code: "not_awaiting_approval" });
    const audit = await world.db.prisma.auditEvent.findMany({ where: { entityId: asked.id, action: "deployment.approved" } });
    expect(audit.map(({ actorLabel }) => actorLabel).sort()).toEqual(["Bea", "Cleo"]);

    await setRules(stage, { mode: "always" });
    await repository.commit("v2", sampleService("v2", "", "approved"));
    const second = await untilAsked(await deploy(stage));
    const { planHash } = await readApproval(known(bea), second);
    await intrude(stackName);
    await say(bea, second);
    const again = await world.waitFor(second.id, ({ state, steps, lastSeq }) => state === "awaiting_approval" && steps.length > 0 && lastSeq > second.lastSeq + 4);
    const standing = await readApproval(known(bea), again);
    expect(standing).toMatchObject({ missing: 1, given: [{ lapsed: true }] });
    expect(standing.planHash).not.toBe(planHash);
    expect(await world.log(again)).toEqual(expect.arrayContaining([expect.stringContaining("The approvals lapse")]));
    expect((await readPlan(known(bea), again))?.code).toMatchObject([{ function: "hello", before: { hash: expect.any(String) }, after: { hash: expect.any(String) } }]);

    await say(cleo, again, "reject");
    expect(await world.waitForEnd(second.id)).toMatchObject({ state: "rejected", error: { code: "rejected", message: "Rejected by Cleo: read it" } });
    await untilGone(stackName, second);
    expect((await world.db.prisma.stage.findFirstOrThrow({ where: { service: { name: stage.service } } })).status).toBe("live");

    const removal = await untilAsked((await requestRemoval(known(ada), { stage, confirm: "dev" })).id);
    expect(removal).toMatchObject({ kind: "remove", state: "awaiting_approval" });
    await say(bea, removal);
    expect(await world.waitForEnd(removal.id)).toMatchObject({ state: "succeeded", error: null });
  });

  it("is asked for where data may be lost only, and a cancelled plan leaves nothing", async () => {
    const table = "resources:\n  Resources:\n    Orders:\n      Type: AWS::SQS::Queue\n";
    const { stage, repository, stackName } = await addService("risky", { mode: "risky", approvers: ["CLEO@example.com"] }, table);
    expect(await world.waitForEnd(await deploy(stage))).toMatchObject({ state: "succeeded" });
    await repository.commit("no queue", sampleService("v2", "", "risky"));
    const asked = await untilAsked(await deploy(stage));
    expect(await readApproval(known(bea), asked)).toMatchObject({ reason: expect.stringContaining("Orders"), refusal: expect.stringContaining("CLEO@example.com") });
    await expect(say(bea, asked)).rejects.toMatchObject({ code: "approval_not_allowed" });
    expect(await isOpen(stackName, asked)).toBe(true);
    await requestCancellation(world.context, asked);
    expect(await world.waitForEnd(asked.id)).toMatchObject({ state: "cancelled" });
    await untilGone(stackName, asked);
  });
});

describe("a preview", () => {
  it("shows the plan and leaves nothing, before and after the first deployment", async () => {
    const { stage, repository, stackName } = await addService("previewed", { mode: "always" });
    const preview = await world.waitForEnd((await requestPreview(known(ada), { stage })).id);
    expect(preview).toMatchObject({ kind: "preview", state: "succeeded", error: null });
    expect(await readPlan(known(ada), preview)).toMatchObject({ operation: "create" });
    await expect.poll(() => describeStack(world.aws, stackName)).toBeNull();
    const row = () => world.db.prisma.stage.findFirstOrThrow({ where: { service: { name: stage.service } } });
    expect(await row()).toMatchObject({ status: "never_deployed", stackName: null, currentReleaseId: null });

    await setRules(stage, { mode: "never" });
    expect(await world.waitForEnd(await deploy(stage))).toMatchObject({ state: "succeeded" });
    const live = await row();
    await repository.commit("v2", sampleService("v2", "", "previewed"));
    const second = await world.waitForEnd((await requestPreview(known(ada), { stage })).id);
    expect(second).toMatchObject({ state: "succeeded", planCounts: { changed: expect.any(Number) } });
    expect((await readPlan(known(ada), second))?.operation).toBe("update");
    expect(await isOpen(stackName, second)).toBe(false);
    expect(await row()).toEqual({ ...live, nextDeploymentNumber: live.nextDeploymentNumber + 1 });
  });
});

describe("an export that other stacks import", () => {
  const producer = (version: string, outputs: string) => sampleService(version, `resources:\n  Resources:\n    Shared: { Type: AWS::SQS::Queue }\n${outputs}`, "producer");
  const exported = "  Outputs:\n    SharedArn:\n      Value: !GetAtt Shared.Arn\n      Export: { Name: shared-arn }\n";
  const consumer = (value: string) => sampleService("v1", `    environment: { SHARED: ${value} }\n`, "consumer");

  it("is not taken away: its consumers are named, and the way there is offered and works", async () => {
    const { stage, repository } = await addService("unused", {});
    await repository.commit("producer", producer("v1", exported));
    expect(await world.waitForEnd(await deploy(stage))).toMatchObject({ state: "succeeded" });
    const other = await world.addService(consumer("!ImportValue shared-arn"));
    const importing = { service: other.name, stage: "dev" };
    expect(await world.waitForEnd(await deploy(importing))).toMatchObject({ state: "succeeded" });

    await repository.commit("no export", producer("v2", ""));
    const refused = await world.waitForEnd(await deploy(stage));
    expect(refused).toMatchObject({ state: "failed", error: { code: "export_in_use", message: expect.stringContaining(`${other.name}/dev`) } });
    expect(refused.error?.phases).toMatchObject([{ keepExports: ["shared-arn"], stages: [stage] }, { stages: [importing] }, { stages: [stage] }]);
    expect((await readPlan(known(ada), refused))?.exportsInUse).toEqual([{ name: "shared-arn", change: "removed", byReplacement: false, importers: [{ stackName: "consumer-dev", service: other.name, stage: "dev" }] }]);
    await untilGone("producer-dev", refused);

    const kept = await world.waitForEnd(await deploy(stage, ["shared-arn"]));
    expect(kept).toMatchObject({ state: "succeeded", options: { keepExports: ["shared-arn"] } });
    expect(kept.outputs).toContainEqual(expect.objectContaining({ exportName: "shared-arn" }));
    await other.repository.commit("no import", consumer("none"));
    expect(await world.waitForEnd(await deploy(importing))).toMatchObject({ state: "succeeded" });
    await repository.commit("more, as the emulator sees no change in outputs alone", producer("v3", ""));
    expect(await world.waitForEnd(await deploy(stage))).toMatchObject({ state: "succeeded", error: null });
    expect((await describeStack(world.aws, "producer-dev"))?.outputs.some(({ exportName }) => exportName === "shared-arn")).toBe(false);
  });
});
