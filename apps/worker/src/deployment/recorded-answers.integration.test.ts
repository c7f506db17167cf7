import { openFakeCloudFormation, type FakeCloudFormation } from "@windlass/aws/testing/fake-cloudformation/open-fake-cloudformation";
import { diagnoseStack } from "@windlass/aws/stacks/diagnose-stack";
import { openSession } from "@windlass/aws/session";
import type { Deployment } from "@windlass/contracts/deployment";
import type { CreateRepair, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { listEvents } from "@windlass/operations/deployment/list-events";
import { readPlan } from "@windlass/operations/deployment/read-plan";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { requestRepair } from "@windlass/operations/deployment/request-repair";
import { openStageStack } from "@windlass/operations/stage/open-stage-stack";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let fake: FakeCloudFormation;
let world: TestWorld;
let count = 0;

beforeAll(async () => {
  fake = await openFakeCloudFormation({ upstream: inject("sandboxUrl") });
  const services = { databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl") };
  world = await openTestWorld({ ...services, redisDatabase: 5, endpointUrl: fake.url });
  await world.startWorker({ concurrency: 6 });
});
afterAll(async () => {
  await world.close();
  await fake.close();
});
/** Resources of the service's config: a topic with a name that a test can change, and whatever else. */
const config = (stack: string, version: string, more: Record<string, { Type: string }> = {}): Record<string, string> => ({
  "serverless.yml": [
    `service: ${stack}`,
    "provider:",
    "  name: aws",
    "  runtime: nodejs22.x",
    "resources:",
    "  Resources:",
    "    Topic:",
    "      Type: AWS::SNS::Topic",
    "      Properties:",
    `        DisplayName: ${version}`,
    ...Object.entries(more).map(([name, resource]) => `    ${name}: ${JSON.stringify(resource)}`),
    "",
  ].join("\n"),
});

type Service = { address: { service: string; stage: string }; stackName: string; push(version: string, more?: Record<string, { Type: string }>): Promise<Deployment> };

async function addService(more: Record<string, { Type: string }> = {}): Promise<Service> {
  count += 1;
  const stack = `answers-${count}`;
  const { name, repository } = await world.addService(config(stack, "v1", more));
  const address = { service: name, stage: "dev" };
  return {
    address,
    stackName: `${stack}-dev`,
    push: async (version, resources = more) => {
      if (version !== "v1") await repository.commit(version, config(stack, version, resources));
      return world.waitForEnd((await requestDeployment(world.context, { stage: address })).id);
    },
  };
}

async function diagnose(service: Service): Promise<StackDiagnosis> {
  const source = await openStageStack(world.context, { stage: service.address, keyring: world.keyring });
  const session = openSession(source.access, source.region);
  try {
    return await diagnoseStack(session, source);
  } finally {
    session.close();
  }
}

async function repair(service: Service, asked: Partial<CreateRepair>): Promise<Deployment> {
  const diagnosis = await diagnose(service);
  const request = { action: "continue_rollback" as const, skip: [], emptyBuckets: [], retain: [], confirm: "dev", ...asked };
  return world.waitForEnd((await requestRepair(world.context, { ...request, stage: service.address, diagnosis })).id);
}

/** Makes change sets that nobody executed. */
const leftBehind = (type: "CREATE" | "UPDATE") => (name: string) => ({ id: `arn:${name}`, name, clientToken: name, type, template: "{}", changes: [], executed: false });

const operations = (stackName: string, status: string): number => fake.stacks.filter(({ name }) => name === stackName).flatMap((stack) => stack.happened()).filter((event) => event.logicalId === stackName && event.status === status).length;

describe.concurrent("ROLLBACK_COMPLETE, ROLLBACK_FAILED and CREATE_FAILED on a first create", () => {
  it.each(["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"])("%s is deleted by its id and created anew without a manual step", async (status) => {
    const service = await addService();
    const old = fake.seed({ name: service.stackName, history: ["REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", status] });
    expect(await service.push("v1")).toMatchObject({ state: "succeeded" });
    expect(old.status()).toBe("DELETE_COMPLETE");
    expect(fake.find(service.stackName)).toMatchObject({ name: service.stackName });
  });

  it("shows the first cause with its class, remedy and line, and the next deployment succeeds", async () => {
    const service = await addService({ Queue: { Type: "AWS::SQS::Queue" } });
    const stack = fake.seed({ name: service.stackName, history: ["REVIEW_IN_PROGRESS"] });
    stack.script.push({ on: "create", fail: [{ logicalId: "Queue", reason: "orders already exists" }] });
    const failed = await service.push("v1");
    expect(failed).toMatchObject({
      state: "rolled_back",
      error: {
        code: "stack_failed",
        hint: "Give Queue another name than orders, or delete or import what has it.",
        resource: { logicalId: "Queue", class: "name_taken", stackName: service.stackName, place: { file: "serverless.yml", line: 11 } },
      },
    });
    expect(await diagnose(service)).toMatchObject({ status: "ROLLBACK_COMPLETE", action: "delete_failed_create", history: "never", cause: { logicalId: "Queue", class: "name_taken" } });
    expect(await service.push("v1")).toMatchObject({ state: "succeeded" });
  });

  it("is deleted by the doctor too, and the check finds nothing left", async () => {
    const service = await addService();
    const stack = fake.seed({ name: service.stackName, history: ["REVIEW_IN_PROGRESS"] });
    stack.script.push({ on: "create", fail: [{ logicalId: "Topic", reason: "Internal Failure" }] });
    expect(await service.push("v1")).toMatchObject({ state: "rolled_back" });
    expect(await repair(service, { action: "delete_failed_create" })).toMatchObject({ state: "succeeded", results: { removal: { items: [{ kind: "stack", state: "gone" }] } } });
    expect(await diagnose(service)).toMatchObject({ status: null, action: "deploy" });
  });

  it("is never deleted where the stack worked before", async () => {
    const service = await addService();
    fake.seed({ name: service.stackName, history: ["CREATE_IN_PROGRESS", "CREATE_COMPLETE", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED"] });
    expect(await service.push("v1")).toMatchObject({ state: "failed", error: { code: "stack_stuck" } });
    expect(await diagnose(service)).toMatchObject({ action: "by_hand", history: "succeeded" });
    await expect(repair(service, { action: "delete_failed_create" })).rejects.toMatchObject({ code: "nothing_to_repair" });
    expect(fake.calls.filter(({ action, params }) => action === "DeleteStack" && params.get("StackName")?.includes(service.stackName))).toEqual([]);
  });
});

describe.concurrent("REVIEW_IN_PROGRESS", () => {
  it("left by a dead run is cleaned of our change sets and created", async () => {
    const service = await addService();
    const stack = fake.seed({ name: service.stackName, history: ["REVIEW_IN_PROGRESS"] });
    const left = leftBehind("CREATE");
    stack.changeSets.set("windlass-old", left("windlass-old"));
    expect(await diagnose(service)).toMatchObject({ action: "deploy", status: null });
    expect(await service.push("v1")).toMatchObject({ state: "succeeded" });
    expect([...stack.changeSets.keys()]).toEqual([]);
  });

  it("is cleaned by the doctor: our change sets and the empty stack go, a stack with another's change set stays", async () => {
    const service = await addService();
    await service.push("v1");
    fake.find(service.stackName)?.events.splice(0);
    const stack = fake.find(service.stackName);
    stack?.add({ atMs: Date.now(), logicalId: service.stackName, status: "REVIEW_IN_PROGRESS" });
    const left = leftBehind("CREATE");
    stack?.changeSets.set("windlass-old", left("windlass-old")).set("by-hand", left("by-hand"));
    await world.db.prisma.deployment.updateMany({ where: { stage: { service: { name: service.address.service } } }, data: { state: "failed" } });
    expect(await repair(service, { action: "clean_review" })).toMatchObject({ state: "succeeded" });
    expect([...(stack?.changeSets.keys() ?? [])]).toEqual(["by-hand"]);
    stack?.changeSets.clear();
    expect(await repair(service, { action: "clean_review" })).toMatchObject({ state: "succeeded" });
    expect(stack?.status()).toBe("DELETE_COMPLETE");
  });
});

describe.concurrent("UPDATE_ROLLBACK_FAILED", () => {
  it("is continued, skipping only what failed, confirmed and audited, and can be deployed again", async () => {
    const service = await addService();
    expect(await service.push("v1")).toMatchObject({ state: "succeeded" });
    const stack = fake.find(service.stackName);
    stack?.script.push({ on: "update", fail: [{ logicalId: "Topic", reason: "Topic does not exist" }], rollback: "failed" });
    expect(await service.push("v2")).toMatchObject({ state: "failed", error: { resource: { logicalId: "Topic", class: "not_found" } } });
    expect(await diagnose(service)).toMatchObject({ action: "continue_rollback", obstacles: [{ id: "Topic", offers: ["skip"], why: "Topic does not exist" }] });
    await expect(repair(service, { skip: ["Other"] })).rejects.toMatchObject({ code: "invalid_request" });
    await expect(repair(service, { skip: ["Topic"], confirm: "prod" })).rejects.toMatchObject({ code: "invalid_request" });
    await expect(repair(service, { action: "delete_failed_create" })).rejects.toMatchObject({ code: "nothing_to_repair" });
    const repaired = await repair(service, { skip: ["Topic"] });
    expect(repaired).toMatchObject({ kind: "repair", state: "succeeded", options: { repair: { action: "continue_rollback", skip: ["Topic"] } } });
    expect(stack?.status()).toBe("UPDATE_ROLLBACK_COMPLETE");
    const audit = await world.db.prisma.auditEvent.findFirst({ where: { entityId: repaired.id, action: "deployment.requested" } });
    expect(audit?.data).toMatchObject({ kind: "repair", repair: { action: "continue_rollback", skip: ["Topic"] } });
    expect(await service.push("v3")).toMatchObject({ state: "succeeded" });
  });

  it("stays a failure with its cause where continuing fails again", async () => {
    const service = await addService();
    await service.push("v1");
    const fail = [{ logicalId: "Topic", reason: "Topic does not exist" }];
    fake.find(service.stackName)?.script.push({ on: "update", fail, rollback: "failed" }, { on: "continue", fail });
    await service.push("v2");
    expect(await repair(service, {})).toMatchObject({ state: "failed", error: { resource: { logicalId: "Topic" } } });
    expect(await diagnose(service)).toMatchObject({ action: "continue_rollback" });
  });
});

it.concurrent("no updates: a deployment that changes nothing succeeds and leaves no change set", async () => {
  const service = await addService();
  await service.push("v1");
  expect(await service.push("v1")).toMatchObject({ state: "succeeded", planCounts: { added: 0, changed: 0, replaced: 0, removed: 0 } });
  expect(fake.find(service.stackName)?.changeSets.size).toBe(0);
  expect(operations(service.stackName, "UPDATE_IN_PROGRESS")).toBe(0);
});

it("in progress by somebody else: waits, says for whom, and starts nothing beside it", async () => {
  const service = await addService();
  await service.push("v1");
  const stack = fake.find(service.stackName);
  stack?.add({ atMs: Date.now(), logicalId: service.stackName, status: "UPDATE_IN_PROGRESS", token: "laptop" });
  stack?.add({ atMs: Date.now() + 4_000, logicalId: service.stackName, status: "UPDATE_COMPLETE", token: "laptop" });
  const ended = await service.push("v2");
  expect(ended).toMatchObject({ state: "succeeded" });
  const own = stack?.happened().filter(({ logicalId }) => logicalId === service.stackName).map(({ status, token }) => `${status} ${token === "laptop" ? "theirs" : "ours"}`);
  expect(own?.indexOf("UPDATE_IN_PROGRESS ours")).toBeGreaterThan(own?.indexOf("UPDATE_COMPLETE theirs") ?? Infinity);
  const { items } = await listEvents(world.context, { deployment: ended, after: 0, limit: 1_000 });
  expect(items.some(({ kind, payload }) => kind === "log" && "text" in payload && payload.text.startsWith(`Waiting for the stack ${service.stackName}`))).toBe(true);
});

it.concurrent("large and wide: over 100 changes are read over all pages, of a template given by its address, with thousands of events", async () => {
  const topics = Object.fromEntries(Array.from({ length: 130 }, (_, n) => [`T${n}`, { Type: "AWS::SNS::Topic", Properties: { DisplayName: "x".repeat(400) } }]));
  const service = await addService(topics);
  const stack = fake.seed({ name: service.stackName, history: ["REVIEW_IN_PROGRESS"] });
  stack.script.push({ on: "create", noise: 3_000 });
  const ended = await service.push("v1");
  expect(ended).toMatchObject({ state: "succeeded" });
  expect(await readPlan(world.context, { ...service.address, number: ended.number })).toMatchObject({ changes: { length: ended.planCounts?.added }, counts: { added: expect.any(Number) } });
  expect(ended.planCounts?.added).toBeGreaterThan(130);
  expect(stack.template.length).toBeGreaterThan(51_200);
  const asked = fake.calls.filter(({ action, params }) => action === "CreateChangeSet" && params.get("StackName") === service.stackName);
  expect(asked.every(({ params }) => params.has("TemplateURL") && !params.has("TemplateBody"))).toBe(true);
  const stored = await world.db.pool.query("SELECT count(*)::int AS events, count(DISTINCT payload->>'eventId')::int AS different FROM events WHERE deployment_id = $1 AND kind = 'stack'", [ended.id]);
  // Everything after the review that the change set made.
  expect(stored.rows[0]).toEqual({ events: stack.happened().length - 1, different: stack.happened().length - 1 });
});

it.concurrent("over the limits: stops before any call to CloudFormation", async () => {
  const service = await addService(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`T${n}`, { Type: "AWS::SNS::Topic" }])));
  expect(await service.push("v1")).toMatchObject({ state: "failed", error: { message: expect.stringMatching(/50\d|500/) } });
  expect(fake.calls.filter(({ params }) => params.get("StackName") === service.stackName)).toEqual([]);
});

it.concurrent("export in use: the message names the stacks that import it", async () => {
  const service = await addService();
  await service.push("v1");
  fake.find(service.stackName)?.script.push({ on: "update", refused: "Export orders-url cannot be deleted as it is in use by shop and mail" });
  expect(await service.push("v2")).toMatchObject({
    state: "rolled_back",
    error: { hint: "Deploy shop and mail first without the import of orders-url, then deploy this again.", resource: { class: "export_in_use" } },
  });
});

it.concurrent("DELETE_FAILED: says what is in the way, and goes on by what a person decides about it", async () => {
  const service = await addService({ Files: { Type: "AWS::S3::Bucket" } });
  await service.push("v1");
  const stack = fake.find(service.stackName);
  stack?.script.push({ on: "delete", fail: [{ logicalId: "Files", reason: "The bucket you tried to delete is not empty (Error Code: BucketNotEmpty)" }] });
  const removal = await requestRemoval(world.context, { stage: service.address, confirm: "dev", retain: [] });
  expect(await world.waitForEnd(removal.id)).toMatchObject({ state: "failed", error: { resource: { logicalId: "Files", class: "stateful_protected" } } });
  expect(await diagnose(service)).toMatchObject({ action: "retry_deletion", history: "succeeded", obstacles: [{ id: "Files", offers: ["retain"], stateful: true }] });
  const repaired = await repair(service, { action: "retry_deletion", retain: ["Files"] });
  expect(repaired).toMatchObject({ state: "succeeded", results: { removal: { items: [{ kind: "stack", state: "gone" }, { kind: "bucket", logicalId: "Files", state: "retained" }] } } });
  expect(stack?.resources().get("Files")?.status).toBe("DELETE_SKIPPED");
  expect(await diagnose(service)).toMatchObject({ status: null });
});

it.concurrent("a removal keeps what holds data by marking it in the stack first", async () => {
  const service = await addService({ Table: { Type: "AWS::DynamoDB::Table" } });
  await service.push("v1");
  const stack = fake.find(service.stackName);
  const removal = await requestRemoval(world.context, { stage: service.address, confirm: "dev" });
  expect(await world.waitForEnd(removal.id)).toMatchObject({ state: "succeeded", results: { removal: { items: expect.arrayContaining([expect.objectContaining({ kind: "stack", state: "gone" }), expect.objectContaining({ logicalId: "Table", state: "retained" })]) } } });
  expect(stack?.status()).toBe("DELETE_COMPLETE");
  expect(stack?.resources().get("Table")?.status).toBe("DELETE_SKIPPED");
  expect(stack?.resources().get("Topic")?.status).toBe("DELETE_COMPLETE");
});

describe.concurrent("cancel", () => {
  it("takes an update back while CloudFormation lets it", async () => {
    const service = await addService();
    await service.push("v1");
    fake.find(service.stackName)?.script.push({ on: "update", stepMs: 3_000 });
    const running = service.push("v2");
    await vi.waitFor(() => expect(fake.find(service.stackName)?.status()).toBe("UPDATE_IN_PROGRESS"), { timeout: 20_000 });
    await requestCancellation(world.context, { ...service.address, number: 2 });
    expect(await running).toMatchObject({ state: "rolled_back", error: { code: "cancelled" } });
    expect(fake.find(service.stackName)?.status()).toBe("UPDATE_ROLLBACK_COMPLETE");
  });

  it("waits for the end where it is too late, and says so", async () => {
    const service = await addService({ Old: { Type: "AWS::SNS::Topic" } });
    await service.push("v1");
    fake.find(service.stackName)?.script.push({ on: "update", stepMs: 1_500 });
    const running = service.push("v2", {});
    await vi.waitFor(() => expect(fake.find(service.stackName)?.status()).toBe("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"), { timeout: 20_000 });
    await requestCancellation(world.context, { ...service.address, number: 2 });
    expect(await running).toMatchObject({ state: "succeeded" });
    expect(fake.find(service.stackName)?.status()).toBe("UPDATE_COMPLETE");
  });
});

/** One after the other: the fake does it to every call. */
describe("what befalls all calls", () => {
  afterEach(() => Object.assign(fake, { throttlePercent: 0, lagMs: 0, maxChangeSets: 100 }));

  it("a review that is read right after the execution is not taken for a failure", async () => {
    const service = await addService();
    fake.lagMs = 1_500;
    expect(await service.push("v1")).toMatchObject({ state: "succeeded" });
  });

  it("throttling: with 30 % of the calls refused the outcome is the same", async () => {
    const service = await addService();
    fake.throttlePercent = 30;
    expect(await service.push("v1")).toMatchObject({ state: "succeeded" });
    expect(await service.push("v2")).toMatchObject({ state: "succeeded", planCounts: { changed: 1 } });
    expect(operations(service.stackName, "UPDATE_IN_PROGRESS")).toBe(1);
  });

  it("lost replies: CreateChangeSet and ExecuteChangeSet act once", async () => {
    const service = await addService();
    await service.push("v1");
    fake.loseNext("CreateChangeSet", "ExecuteChangeSet");
    expect(await service.push("v2")).toMatchObject({ state: "succeeded" });
    expect(operations(service.stackName, "UPDATE_IN_PROGRESS")).toBe(1);
  });

  it("too many change sets: our own older ones make room, others' stay", async () => {
    const service = await addService();
    await service.push("v1");
    fake.maxChangeSets = 3;
    const stack = fake.find(service.stackName);
    const left = leftBehind("UPDATE");
    for (const name of ["windlass-1", "windlass-2", "by-hand"]) stack?.changeSets.set(name, left(name));
    expect(await service.push("v2")).toMatchObject({ state: "succeeded" });
    const deleted = fake.calls.filter(({ action, params }) => action === "DeleteChangeSet" && params.get("StackName")?.includes(service.stackName)).map(({ params }) => params.get("ChangeSetName"));
    expect(deleted).toEqual(["windlass-1", "windlass-2"]);
  });
});
