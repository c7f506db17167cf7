import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { listChangeSets } from "@windlass/aws/stacks/list-change-sets";
import { changeStack } from "@windlass/aws/testing/change-stack";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { systemContext } from "@windlass/operations/context";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { overrideFreeze } from "@windlass/operations/deployment/override-freeze";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import { readQueue } from "@windlass/operations/deployment/read-queue";
import { readTimeline } from "@windlass/operations/deployment/timeline/read-timeline";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { createFreezeWindow } from "@windlass/operations/freeze/create-freeze-window";
import { deleteFreezeWindow } from "@windlass/operations/freeze/delete-freeze-window";
import { pauseStage } from "@windlass/operations/stage/pause-stage";
import { resumeStage } from "@windlass/operations/stage/resume-stage";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { openAwsProxy, type AwsProxy } from "../testing/aws-proxy.js";
import { gate, sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;
let proxy: AwsProxy;

beforeAll(async () => {
  proxy = await openAwsProxy(inject("sandboxUrl"));
  world = await openTestWorld({
    databaseUrl: inject("databaseUrl"),
    redisUrl: inject("redisUrl"),
    sandboxUrl: inject("sandboxUrl"),
    endpointUrl: proxy.url,
    redisDatabase: 4,
  });
});
afterEach(() => world.stopWorkers());
afterAll(async () => {
  await world.close();
  await proxy.close();
});

let made = 0;

/** A service whose stack is its own. */
async function addService(version = "v1", extra = "") {
  made += 1;
  const stackService = `queued-${made}`;
  const { name, repository } = await world.addService(sampleService(version, extra, stackService));
  const stage = { service: name, stage: "dev" };
  return { name, repository, stage, stack: `${stackService}-dev`, files: (next: string, more = "") => sampleService(next, more, stackService) };
}
type Added = Awaited<ReturnType<typeof addService>>;

const deploy = async ({ stage }: Added) => requestDeployment(world.context, { stage });
const read = (id: string) => readDeploymentById(world.context, id);
const stateOf = async (id: string): Promise<DeploymentState> => (await read(id)).state;
const cancel = ({ stage }: Added, number: number) => requestCancellation(world.context, { ...stage, number });
const auditOf = async (entityId: string) => (await world.db.prisma.auditEvent.findMany({ where: { entityId }, orderBy: { at: "asc" } })).map(({ action }) => action);
const templateWithGate = {
  Resources: {
    GateHandle: { Type: "AWS::CloudFormation::WaitConditionHandle" },
    Gate: { Type: "AWS::CloudFormation::WaitCondition", DependsOn: "GateHandle", Properties: { Handle: { Ref: "GateHandle" }, Timeout: "120", Count: 1 } },
  },
};

describe("the queue", () => {
  it("tells each deployment's place, what it waits for, since when, and which one that is", async () => {
    const service = await addService();
    const [first, second, third] = [await deploy(service), await deploy(service), await deploy(service)];
    expect(first.blocker).toMatchObject({ reason: "waiting_for_worker", position: 1, deploymentNumber: null, since: first.createdAt });
    expect((await read(third.id)).blocker).toMatchObject({ reason: "older_first", position: 3, deploymentNumber: 1, since: third.createdAt });
    const { waiting } = await readQueue(world.context);
    expect(waiting.filter((row) => row.stageId === first.stageId).map((row) => [row.number, row.position])).toEqual([[1, 1], [2, 2], [3, 3]]);
    await cancel(service, 2);
    expect((await read(third.id)).blocker).toMatchObject({ position: 2 });
    await cancel(service, 1);
    await world.startWorker();
    expect(await world.waitForEnd(third.id)).toMatchObject({ state: "succeeded" });
    expect(await stateOf(second.id)).toBe("cancelled");
  });
});

describe("a stack that somebody else changes", () => {
  it("is waited for visibly without a worker's slot, and the deployment goes on by itself", async () => {
    // Seen on a worker with one slot: a wait inside it would keep every other stage from being deployed.
    await world.startWorker({ concurrency: 1 });
    const [service, other] = [await addService(), await addService()];
    await changeStack(world.aws, { stackName: service.stack, template: templateWithGate, token: "Console-CreateStack-1", exists: false });
    const { id } = await deploy(service);
    const waiting = await world.waitFor(id, ({ blocker }) => blocker?.reason === "stack_busy");
    expect(waiting).toMatchObject({ state: "planning", blocker: { deploymentNumber: null, position: null } });
    expect(waiting.blocker?.message).toMatch(/CREATE_IN_PROGRESS since \d{4}-.*from the AWS console/);
    expect(Date.now() - Date.parse(waiting.blocker?.since ?? "")).toBeLessThan(30_000);
    expect((await readQueue(world.context)).stackWaits[id]).toMatchObject({ reason: "stack_busy" });

    expect(await world.waitForEnd((await deploy(other)).id)).toMatchObject({ state: "succeeded" });
    const still = await read(id);
    expect(still).toMatchObject({ state: "planning", blocker: { reason: "stack_busy", since: waiting.blocker?.since } });
    await world.openGate(service.stack, "Gate");
    const done = await world.waitForEnd(id);
    expect(done).toMatchObject({ state: "succeeded", blocker: null });
    const log = await world.log(done);
    expect(log.filter((line) => line.startsWith("Waiting for the stack"))).toHaveLength(1);
    const planSteps = (await world.events(done)).filter((event) => event.kind === "step" && event.payload.name === "plan");
    expect(planSteps).toHaveLength(2);
    const timeline = await readTimeline(world.context, { ...service.stage, number: done.number });
    expect(timeline.rows.find((row) => row.group === "wait")).toMatchObject({ name: service.stack, step: "plan" });
  });

  it("does not keep a deployment from being cancelled, which leaves the stack alone", async () => {
    await world.startWorker();
    const service = await addService();
    await changeStack(world.aws, { stackName: service.stack, template: templateWithGate, token: "laptop", exists: false });
    const { id, number } = await deploy(service);
    await world.waitFor(id, ({ blocker }) => blocker?.reason === "stack_busy");
    await expect.poll(async () => (await world.db.prisma.deployment.findUniqueOrThrow({ where: { id } })).leaseOwner).toBeNull();
    await cancel(service, number);
    expect(await world.waitForEnd(id)).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
    expect((await describeStack(world.aws, service.stack))?.status).toBe("CREATE_IN_PROGRESS");
    await world.openGate(service.stack, "Gate");
  });
});

describe("holding a stage", () => {
  const reason = "The database is being moved";

  it("by a pause keeps it in the queue until it is resumed", async () => {
    await world.startWorker();
    const [service, other] = [await addService(), await addService()];
    const stage = await pauseStage(world.context, { stage: service.stage, reason, keyring: world.keyring });
    expect(stage.hold).toMatchObject({ reason: "paused", until: null, message: expect.stringContaining(reason) });
    await expect(pauseStage(world.context, { stage: service.stage, reason, keyring: world.keyring })).rejects.toMatchObject({ code: "conflict" });
    const { id } = await deploy(service);
    expect(await world.waitForEnd((await deploy(other)).id)).toMatchObject({ state: "succeeded" });
    expect((await read(id)).blocker).toMatchObject({ reason: "paused", position: 1, message: `Paused by Windlass: ${reason}` });
    expect((await resumeStage(world.context, { stage: service.stage, keyring: world.keyring })).hold).toBeNull();
    expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded" });
  });

  it("by a freeze ends with the freeze, within seconds and without anybody's help", async () => {
    await world.startWorker();
    const service = await addService();
    const to = new Date(Date.now() + 9_000);
    await createFreezeWindow(world.context, {
      ...service.stage,
      name: "Inventory",
      timeZone: "UTC",
      schedule: { kind: "once", from: "2026-01-01T00:00", to: to.toISOString().slice(0, 19) },
    });
    const { id } = await deploy(service);
    expect((await read(id)).blocker).toMatchObject({ reason: "frozen", until: `${to.toISOString().slice(0, 19)}.000Z`, message: expect.stringContaining("Inventory") });
    const done = await world.waitForEnd(id);
    expect(done).toMatchObject({ state: "succeeded" });
    const lateMs = Date.parse(done.startedAt ?? "") - Math.floor(to.getTime() / 1_000) * 1_000;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(3_000);
  });

  it("of every stage is overridden for one deployment, which goes first, with a reason that is kept", async () => {
    await world.startWorker();
    const service = await addService();
    await expect(overrideFreeze(world.context, { ...service.stage, number: (await deploy(service)).number, reason })).rejects.toMatchObject({ code: "conflict" });
    await world.waitFor((await deploy(service)).id, ({ state }) => state === "succeeded");
    const freeze = await createFreezeWindow(world.context, { name: "Christmas", timeZone: "Europe/Berlin", schedule: { kind: "once", from: "2026-01-01T00:00", to: null } });
    const [held, urgent] = [await deploy(service), await deploy(service)];
    expect(urgent.blocker).toMatchObject({ reason: "frozen", deploymentNumber: held.number, position: 2 });
    const overridden = await overrideFreeze(world.context, { ...service.stage, number: urgent.number, reason });
    expect(overridden.freezeOverriddenBy).toBe("Windlass");
    const done = await world.waitForEnd(urgent.id);
    expect(done).toMatchObject({ state: "succeeded" });
    expect(await world.log(done)).toContainEqual(expect.stringMatching(new RegExp(`Christmas.*${reason}`)));
    expect(await world.db.prisma.auditEvent.findFirst({ where: { entityId: urgent.id, action: "deployment.freeze_overridden" } })).toMatchObject({ data: { reason } });
    expect((await read(held.id)).blocker).toMatchObject({ reason: "frozen", position: 1 });
    await deleteFreezeWindow(world.context, freeze.id);
    expect(await world.waitForEnd(held.id)).toMatchObject({ state: "succeeded" });
    expect(await auditOf(freeze.id)).toEqual(["freeze_window.created", "freeze_window.deleted"]);
  });
});

describe("newer pushes (F21)", () => {
  let deliveries = 0;
  async function push(service: Added, change: { before: string; after: string; forced?: boolean; ref?: string }): Promise<string> {
    deliveries += 1;
    const url = service.repository.path;
    const body = JSON.stringify({ ref: "refs/heads/main", deleted: false, repository: { full_name: `acme/${service.name}`, clone_url: url }, head_commit: { id: change.after }, ...change });
    const { id } = await acceptDelivery(world.db, { provider: "github", deliveryId: `queue-${deliveries}`, event: "push", body });
    await processDelivery(systemContext(world.db, "test"), { deliveryId: id });
    return (await world.db.prisma.deployment.findFirstOrThrow({ where: { deliveryId: id } })).id;
  }
  const sha = (letter: string) => letter.repeat(40);

  it("take the place of older ones that wait, but not of what people asked for", async () => {
    const service = await addService();
    const first = await push(service, { before: sha("0"), after: sha("a") });
    const asked = await deploy(service);
    const second = await push(service, { before: sha("a"), after: sha("b") });
    expect(await read(first)).toMatchObject({ state: "superseded", supersededBy: 3, error: { code: "superseded", message: expect.stringContaining("#3") } });
    expect([await stateOf(asked.id), await stateOf(second)]).toEqual(["queued", "queued"]);
    expect(await auditOf(first)).toContain("deployment.superseded");
    await updateStage(world.context, { stage: service.stage, keyring: world.keyring, change: { settings: { supersedePushes: false } } });
    await push(service, { before: sha("b"), after: sha("c") });
    expect(await stateOf(second)).toBe("queued");
  });

  it("take the place of one that waits for approval only while nobody has approved it", async () => {
    const service = await addService();
    const waits = await push(service, { before: sha("0"), after: sha("a") });
    await world.db.prisma.deployment.update({ where: { id: waits }, data: { state: "awaiting_approval" } });
    const approval = { id: crypto.randomUUID(), deploymentId: waits, planHash: "h", decision: "approve", actorType: "user", actorId: "1", actorLabel: "Ada", userId: "1" };
    await world.db.prisma.approval.create({ data: approval });
    await push(service, { before: sha("a"), after: sha("b") });
    expect(await stateOf(waits)).toBe("awaiting_approval");
    await world.db.prisma.approval.delete({ where: { id: approval.id } });
    await push(service, { before: sha("b"), after: sha("c") });
    expect(await stateOf(waits)).toBe("superseded");
  });
});

describe("cancelling in every state (F25)", () => {
  it("while a change set is made deletes it and the empty stack", async () => {
    await world.startWorker();
    const service = await addService();
    const hold = proxy.holdNext("CreateChangeSet");
    const { id, number } = await deploy(service);
    await hold.reached;
    await cancel(service, number);
    await new Promise((resolve) => setTimeout(resolve, 300));
    hold.release();
    expect(await world.waitForEnd(id)).toMatchObject({ state: "cancelled", error: { code: "cancelled" } });
    expect(await describeStack(world.aws, service.stack)).toBeNull();
    expect(await world.waitForEnd((await deploy(service)).id)).toMatchObject({ state: "succeeded" });
  });

  it("while it waits for approval ends it at once, and a worker deletes its change set", async () => {
    await world.startWorker();
    const service = await addService();
    expect(await world.waitForEnd((await deploy(service)).id)).toMatchObject({ state: "succeeded" });
    await service.repository.commit("v2", service.files("v2"));
    // Stopped right before the change set would be executed, and turned into one that waits for people.
    const hold = proxy.holdNext("CreateChangeSet");
    const { id, number } = await deploy(service);
    await hold.reached;
    const planned = { stackId: (await describeStack(world.aws, service.stack))?.stackId ?? "", operation: "update" };
    await world.db.pool.query("UPDATE deployments SET state = 'awaiting_approval', lease_owner = NULL, lease_expires_at = NULL, lease_epoch = lease_epoch + 1 WHERE id = $1", [id]);
    await world.db.pool.query("UPDATE steps SET state = 'succeeded', output = $2 WHERE deployment_id = $1 AND name = 'plan'", [id, planned]);
    hold.release();
    expect(await listChangeSets(world.aws, { stackName: service.stack })).toContain(`windlass-${id}`);
    expect(await cancel(service, number)).toMatchObject({ state: "cancelled", error: { message: expect.stringContaining("approval") } });
    await expect.poll(() => listChangeSets(world.aws, { stackName: service.stack }), { timeout: 10_000 }).not.toContain(`windlass-${id}`);
    expect(await world.waitForEnd((await deploy(service)).id)).toMatchObject({ state: "succeeded" });
  });

  it("after CloudFormation has finished says that it is too late, and goes on", async () => {
    await world.startWorker();
    const service = await addService();
    expect(await world.waitForEnd((await deploy(service)).id)).toMatchObject({ state: "succeeded" });
    await service.repository.commit("v2", service.files("v2"));
    // The stack was updated by now, but the worker has not heard of it.
    const hold = proxy.holdNext("ExecuteChangeSet");
    const { id, number } = await deploy(service);
    await hold.reached;
    await expect.poll(async () => (await describeStack(world.aws, service.stack))?.status).toBe("UPDATE_COMPLETE");
    await cancel(service, number);
    await new Promise((resolve) => setTimeout(resolve, 300));
    hold.release();
    const done = await world.waitForEnd(id);
    expect(done).toMatchObject({ state: "succeeded", cancelNote: expect.stringContaining("Too late") });
    expect(await world.log(done)).toContainEqual(done.cancelNote);
  });

  it("is refused, with why, for a deletion and for a roll-back under way", async () => {
    await world.startWorker();
    const service = await addService("v1", gate("Gate"));
    const { id } = await deploy(service);
    const atGate = async () => (await world.events(await read(id))).some((event) => event.kind === "stack" && event.payload.logicalId === "Gate");
    await expect.poll(atGate, { timeout: 20_000 }).toBe(true);
    await world.openGate(service.stack, "Gate");
    expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded" });
    const removal = await requestRemoval(world.context, { stage: service.stage, confirm: "dev" });
    await world.waitForEnd(removal.id);
    await expect(cancel(service, removal.number)).rejects.toMatchObject({ code: "not_cancellable", message: expect.stringContaining("has succeeded") });
    await world.db.prisma.deployment.update({ where: { id: removal.id }, data: { state: "deploying", finishedAt: null } });
    await expect(cancel(service, removal.number)).rejects.toMatchObject({ message: expect.stringContaining("cannot stop a deletion") });
    await world.db.prisma.deployment.update({ where: { id: removal.id }, data: { state: "rolling_back" } });
    await expect(cancel(service, removal.number)).rejects.toMatchObject({ message: expect.stringContaining("rolling back already") });
    await world.db.prisma.deployment.update({ where: { id: removal.id }, data: { state: "succeeded", finishedAt: new Date() } });
  });
});
