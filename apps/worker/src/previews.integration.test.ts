import { randomInt, randomUUID } from "node:crypto";
import { deleteLogGroup } from "@windlass/aws/logs/log-groups";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { findTraces } from "@windlass/aws/stacks/find-traces";
import { makeLogGroup } from "@windlass/aws/testing/make-log-group";
import type { UpdateService } from "@windlass/contracts/service";
import { openFakeGithub, type FakeGithub } from "@windlass/github/testing/fake-github/open-fake-github";
import type { FakeDelivery, FakeRepository } from "@windlass/github/testing/fake-github/state";
import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { accountAccess } from "@windlass/operations/account/account-access";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { readDelivery } from "@windlass/operations/delivery/read-delivery";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestPreview } from "@windlass/operations/deployment/request-preview";
import { createGithubApp } from "@windlass/operations/github/create-app";
import { approvePreview } from "@windlass/operations/preview-environment/approve-preview";
import { pinPreview } from "@windlass/operations/preview-environment/pin-preview";
import { readPreview } from "@windlass/operations/preview-environment/read-preview";
import { stopPreview } from "@windlass/operations/preview-environment/stop-preview-environment";
import { createService } from "@windlass/operations/service/create-service";
import { updateService } from "@windlass/operations/service/update-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { listStages } from "@windlass/operations/stage/list-stages";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { z } from "zod";
import { openForgeOf } from "./github/open-forge-of.js";
import { lookAtPulls } from "./previews/look-at-pulls.js";
import type { WorkerServices } from "./services.js";
import { openTestServices } from "./testing/in-process-worker.js";
import { sampleService } from "./testing/sample-service.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";

const service = "pulls";
let world: TestWorld;
let services: WorkerServices;
let github: FakeGithub;
let shop: FakeRepository;
let folder: GitFolder;
let fork: GitFolder;

const files = (version: string) => ({ ...sampleService(version, "    environment:\n      KEY: ${param:apiKey, 'none'}\n      URL: ${param:apiUrl, 'none'}\n", service) });

beforeAll(async () => {
  github = await openFakeGithub();
  folder = await openGitFolder();
  await folder.commit("main", files("main"));
  fork = await openGitFolder(folder);
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 16 });
  services = { ...openTestServices(world), shutdown: new AbortController().signal };
  const { context, keyring, db } = world;
  shop = github.addRepository({ fullName: "acme/pulls", path: folder.path, access: { ada: "write", bob: "read" } });
  const app = github.addApp({ owner: "acme" });
  github.install(app, { account: "acme" });
  const { id: appId, slug, name, owner, clientId, clientSecret, webhookSecret, privateKey } = app;
  await createGithubApp(context, { keyring, app: { baseUrl: github.url, url: `${github.url}/github-apps/${slug}`, appId, slug, name, owner, clientId, clientSecret, webhookSecret, privateKey } });
  await createService(context, { keyring, service: { name: service, rootDirectory: "", repository: { url: `${github.url}/acme/pulls.git` } } });
  await createStage(context, { keyring, service, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: false } });
  const parameters = [
    { name: "apiKey", secret: true, value: "a-secret-of-the-base-stage" },
    { name: "apiUrl", secret: false, value: "https://api.example.com" },
  ];
  await updateStage(context, { stage: { service, stage: "dev" }, keyring, change: { parameters } });
  await db.prisma.service.updateMany({ where: { name: service }, data: { previews: { enabled: true, baseStage: "dev", secrets: true } } });
  await world.startWorker();
});
afterAll(async () => {
  await services?.hints.close();
  services?.sessions.close();
  await world?.close();
  await github?.close();
  await folder?.remove();
  await fork?.remove();
});

/** Takes in what GitHub has sent, as the webhook's route does, and processes it. */
async function receive(deliveries: readonly FakeDelivery[]) {
  const [sent] = deliveries;
  if (!sent) throw new Error("GitHub sent nothing.");
  const { id } = await acceptDelivery(world.db, { provider: "github", deliveryId: sent.guid, event: sent.event, body: sent.payload });
  await processDelivery(world.context, { deliveryId: id, pulls: { forges: (repositoryId) => openForgeOf(services, repositoryId), keyring: world.keyring } });
  return readDelivery(world.context, id);
}

const lastSent = () => github.state.deliveries.slice(0, 1);
const stageRow = (number: number) => world.db.prisma.stage.findFirst({ where: { service: { name: service }, name: `pr-${number}` }, include: { parameters: true } });
const previewRow = (number: number) => world.db.prisma.preview.findFirstOrThrow({ where: { pullRequest: { number } } });
const deploymentsOf = (number: number) => world.db.prisma.deployment.findMany({ where: { stage: { name: `pr-${number}` } }, orderBy: { number: "asc" } });
/** What the preview's function answers. */
async function answerOf(number: number): Promise<string> {
  const [endpoint] = z.array(z.object({ url: z.string() })).parse((await stageRow(number))?.endpoints);
  return world.call(endpoint?.url, "/hello");
}

const lastOf = async (number: number) => world.waitForEnd((await deploymentsOf(number)).at(-1)?.id ?? "");

it("shows an open pull request, follows its pushes, and leaves nothing when it is closed", async () => {
  const first = await folder.commit("feature", files("v1"));
  const pull = await github.openPull(shop, { headRef: "feature", author: "ada" });
  expect(await receive(lastSent())).toMatchObject({ reason: "deployed", ref: "refs/pull/1/head", decisions: [{ service, stage: "pr-1", reason: "deployed" }], deployments: [{ stage: "pr-1", number: 1 }] });
  expect(await lastOf(1)).toMatchObject({ state: "succeeded", ref: "refs/pull/1/head", commit: { sha: first } });
  expect(await stageRow(1)).toMatchObject({ untrusted: false, status: "live", parameters: [{ name: "apiKey", secret: true }, { name: "apiUrl", secret: false }] });
  expect(await answerOf(1)).toBe("v1");

  const second = await folder.commit("feature", files("v2"));
  const synchronized = await github.synchronize(shop, pull);
  expect(await receive(synchronized)).toMatchObject({ reason: "deployed" });
  // Delivered again under another id, and told late: the newest commit is what counts.
  expect(await receive(synchronized.map((sent) => ({ ...sent, guid: randomUUID() })))).toMatchObject({ reason: "already_deployed" });
  expect(await lastOf(1)).toMatchObject({ state: "succeeded", commit: { sha: second } });
  expect(await answerOf(1)).toBe("v2");

  expect(await receive(await github.closePull(shop, pull, { merged: true }))).toMatchObject({ reason: "preview_removed" });
  expect(await lastOf(1)).toMatchObject({ kind: "remove", state: "succeeded", number: 3 });
  // The janitor proves that nothing is left, and puts the stage with its history into the archive.
  await vi.waitFor(async () => expect(await previewRow(1)).toMatchObject({ state: "removed", reason: "merged", leftovers: [], stageId: expect.any(String) }), { timeout: 30_000 });
  expect(await stageRow(1)).toMatchObject({ status: "removed", archivedAt: expect.any(Date), parameters: [] });
  expect(await describeStack(world.aws, `${service}-pr-1`)).toBeNull();
  expect(await findTraces(world.aws, { stackName: `${service}-pr-1`, signal: AbortSignal.timeout(30_000) })).toEqual({ left: [], tagsSeen: true });
  expect((await listStages(world.context, { service, limit: 100 })).items.map(({ name }) => name)).toEqual(["dev"]);
  const { rows } = await world.db.pool.query("SELECT action FROM audit_events WHERE entity_name = $1 ORDER BY id", [`${service}/pr-1`]);
  expect(rows.map(({ action }) => action)).toEqual(["preview.removal_begun", "preview.removed"]);
});

it("has a stranger's commit wait, and builds of it what somebody let run and nothing else (S13, S14, S15)", async () => {
  const stranger = github.addRepository({ fullName: "mallory/pulls", path: fork.path, forkOf: shop });
  // The names that a commit carries are only text: here they are those of somebody who may.
  const first = await fork.commit("evil", { ...files("evil"), ".npmrc": "x=1" });
  await fork.git("-c", "user.name=ada", "commit", "--quiet", "--amend", "--no-edit", "--author", "ada <ada@example.com>");
  const sha = await fork.git("rev-parse", "HEAD");
  const pull = await github.openPull(shop, { headRef: "evil", headRepository: stranger, author: "mallory" });
  expect(await receive(lastSent())).toMatchObject({ reason: "approval_needed", deployments: [] });
  expect(await previewRow(2)).toMatchObject({ state: "awaiting_approval", reason: "fork", sha, stageId: null, buildFiles: [{ path: ".npmrc", why: "package" }] });
  expect(await stageRow(2)).toBeNull();

  const address = { service, number: 2 };
  const approver = { ...world.context, actor: { type: "user" as const, id: "u1", label: "Ada" } };
  const approve = (commit: string) => approvePreview(approver, { ...address, sha: commit, keyring: world.keyring });
  await expect(approve(first)).rejects.toMatchObject({ code: "approval_lapsed" });
  await expect(approvePreview(world.context, { ...address, sha, keyring: world.keyring })).rejects.toMatchObject({ code: "forbidden" });
  expect(await approve(sha)).toMatchObject({ state: "open", approval: { sha, by: "Ada" } });
  expect(await lastOf(2)).toMatchObject({ commit: { sha }, state: "succeeded" });
  const { template } = await world.db.prisma.release.findFirstOrThrow({ where: { stage: { name: "pr-2" } } });
  expect(template).toContain('"KEY":"none","URL":"none"');
  expect(await deploymentsOf(2)).toMatchObject([{ options: { trust: "untrusted" } }]);
  expect(await stageRow(2)).toMatchObject({ untrusted: true, parameters: [{ name: "apiUrl", secret: false }] });

  // A new push: what was approved is void, and nobody gets round it.
  const next = await fork.commit("evil", files("worse"));
  expect(await receive(await github.synchronize(shop, pull))).toMatchObject({ reason: "approval_needed" });
  expect(await previewRow(2)).toMatchObject({ state: "awaiting_approval", sha: next, approvedSha: null });
  await expect(approve(sha)).rejects.toMatchObject({ code: "approval_lapsed" });
  const stage = { service, stage: "pr-2" };
  await expect(requestDeployment(approver, { stage })).rejects.toMatchObject({ code: "preview_not_approved" });
  await expect(requestPreview(approver, { stage })).rejects.toMatchObject({ code: "preview_not_approved" });
  const secret = { parameters: [{ name: "apiKey", secret: true, value: "x" }] };
  await expect(updateStage(approver, { stage, keyring: world.keyring, change: secret })).rejects.toMatchObject({ code: "invalid_request" });
  expect(await deploymentsOf(2)).toHaveLength(1);
});

it("trusts an author by the forge's word, and takes back what nobody has begun", async () => {
  await folder.commit("reader", files("reader"));
  await github.openPull(shop, { headRef: "reader", author: "bob" });
  expect(await receive(lastSent())).toMatchObject({ reason: "approval_needed" });
  expect(await previewRow(3)).toMatchObject({ reason: "author_permission", message: expect.stringContaining("bob may read") });
  await stopPreview(world.context, { service, number: 3 });
  expect(await previewRow(3)).toMatchObject({ state: "removed", reason: "stopped" });
});

it("finds by looking what no delivery told of: an opened and a closed one", async () => {
  await folder.commit("missed", files("missed"));
  const look = async () => {
    await world.db.prisma.repository.updateMany({ data: { pullsLookedAt: new Date(0) } });
    await Promise.all([1, 2].map(() => lookAtPulls(services, { everyMs: 3_600_000, graceMs: 0 })));
  };
  const pull = await github.openPull(shop, { headRef: "missed", author: "ada" });
  await look();
  await vi.waitFor(async () => expect(await previewRow(4)).toMatchObject({ state: "open" }), { timeout: 30_000 });
  expect(await lastOf(4)).toMatchObject({ state: "succeeded" });
  await github.closePull(shop, pull);
  await look();
  await vi.waitFor(async () => expect(await previewRow(4)).toMatchObject({ state: "removed", reason: "closed" }), { timeout: 40_000 });
  const found = await world.db.prisma.delivery.findMany({ where: { provider: "windlass", event: "pull_request", ref: "refs/pull/4/head" }, orderBy: { id: "asc" } });
  expect(found.map(({ reason }) => reason)).toEqual(["deployed", "preview_removed"]);
});

it("expires what nobody uses, keeps what is pinned, and gives a free place to who waits for it", async () => {
  await world.db.prisma.service.updateMany({ where: { name: service }, data: { previews: { enabled: true, baseStage: "dev", limit: 2, ttlHours: 1 } } });
  const numbers = [5, 6];
  for (const number of numbers) {
    await folder.commit(`idle-${number}`, { [`note-${number}.txt`]: "1" });
    await github.openPull(shop, { headRef: `idle-${number}`, author: "ada" });
    await receive(lastSent());
  }
  // Number 2 waits for an approval and has a place too.
  expect(await previewRow(5)).toMatchObject({ state: "open" });
  expect(await previewRow(6)).toMatchObject({ state: "awaiting_room" });
  await lastOf(5);
  await pinPreview(world.context, { service, number: 5, pinned: true });
  const longAgo = new Date(Date.now() - 2 * 3_600_000);
  await world.db.pool.query("UPDATE previews SET last_used_at = $1 WHERE state = 'open' OR state = 'awaiting_approval'", [longAgo]);
  await world.db.pool.query("UPDATE deployments SET created_at = $1 WHERE stage_id IN (SELECT stage_id FROM previews)", [longAgo]);
  await vi.waitFor(async () => expect(await previewRow(2)).toMatchObject({ state: "removed", reason: "expired" }), { timeout: 40_000 });
  expect(await previewRow(5)).toMatchObject({ state: "open" });
  await vi.waitFor(async () => expect(await previewRow(6)).toMatchObject({ state: "open" }), { timeout: 30_000 });
  await lastOf(6);
  await world.db.prisma.service.updateMany({ where: { name: service }, data: { previews: { enabled: true, baseStage: "dev", secrets: true } } });
});

it("deploys the previews of services that depend on each other one after the other, with the outputs of the same pull request", async () => {
  const { context, keyring, db } = world;
  const web = "a-web";
  await createService(context, { keyring, service: { name: web, rootDirectory: "web", repository: { url: `${github.url}/acme/pulls.git` } } });
  await createStage(context, { keyring, service: web, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: false } });
  await db.prisma.service.updateMany({ where: { name: web }, data: { previews: { enabled: true, baseStage: "dev", secrets: true } } });
  await updateService(context, { name: web, change: { inputs: { BUCKET: `\${${service}.ServerlessDeploymentBucketName}` } } });
  const config = `service: ${web}\nprovider: { name: aws }\nresources: { Resources: { Topic: { Type: "AWS::SNS::Topic" } }, Outputs: { Bucket: { Value: "\${param:BUCKET}" } } }\n`;
  await folder.commit("two", { ...files("two"), "web/serverless.yml": config });
  const { number } = await github.openPull(shop, { headRef: "two", author: "ada" });
  await receive(lastSent());
  const of = (name: string) => db.prisma.deployment.findFirstOrThrow({ where: { stage: { name: `pr-${number}`, service: { name } } }, include: { needs: true } });
  expect((await of(web)).needs.map(({ needsId }) => needsId)).toEqual([(await of(service)).id]);
  const [first, second] = [await world.waitForEnd((await of(service)).id), await world.waitForEnd((await of(web)).id)];
  expect([first.state, second.state, second.error]).toEqual(["succeeded", "succeeded", null]);
  expect(Date.parse(second.startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(first.finishedAt ?? ""));

  // A pull request that concerns one of them alone takes what the base stage of the other one has.
  await db.prisma.service.updateMany({ where: { name: service }, data: { rootDirectory: "", previews: { enabled: false } } });
  await world.waitForEnd((await requestDeployment(context, { stage: { service, stage: "dev" }, ref: "two" })).id);
  await folder.commit("three", { "web/serverless.yml": `${config}# three\n` });
  const { number: alone } = await github.openPull(shop, { headRef: "three", author: "ada" });
  await receive(lastSent());
  const { id } = await db.prisma.deployment.findFirstOrThrow({ where: { stage: { name: `pr-${alone}`, service: { name: web } } } });
  expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded", error: null });
  const release = await db.prisma.release.findFirstOrThrow({ where: { stage: { name: `pr-${alone}`, service: { name: web } } } });
  expect(release.inputs).toMatchObject([{ name: "BUCKET", from: [{ service, stage: "dev", output: "ServerlessDeploymentBucketName" }] }]);
});

it("gives those that are open theirs once previews are switched on, in the account that the settings name, and finds what a removal leaves", async () => {
  const { context, keyring, db } = world;
  const aside = await openGitFolder();
  const config = 'service: aside\nprovider: { name: aws }\nresources: { Resources: { Topic: { Type: "AWS::SNS::Topic" } } }\n';
  await aside.commit("main", { "serverless.yml": config });
  const repository = github.addRepository({ fullName: "acme/aside", path: aside.path, access: { ada: "write" } });
  await createService(context, { keyring, service: { name: "aside", rootDirectory: "", repository: { url: `${github.url}/acme/aside.git` } } });
  await createStage(context, { keyring, service: "aside", stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: false } });
  await aside.commit("open", { "serverless.yml": `${config}# changed\n` });
  const pull = await github.openPull(repository, { headRef: "open", author: "ada" });
  expect(await receive(lastSent())).toMatchObject({ reason: "previews_off" });

  const accessKeyId = String(randomInt(100_000_000_000, 1_000_000_000_000));
  const { endpointUrl } = await db.prisma.awsAccount.findUniqueOrThrow({ where: { name: "sandbox" } });
  const apart = await db.prisma.awsAccount.create({ data: { id: randomUUID(), name: "apart", kind: "sandbox", awsAccountId: accessKeyId, accessKeyId, defaultRegion: "us-east-1", endpointUrl } });
  const previews = (change: UpdateService["previews"]) => updateService(context, { name: "aside", change: { previews: change } });
  await expect(previews({ account: "nowhere" })).rejects.toMatchObject({ code: "invalid_request", message: "There is no account nowhere in which previews could be." });
  await previews({ enabled: true, baseStage: "dev", account: "apart", region: "eu-west-1" });
  await lookAtPulls(services, { everyMs: 3_600_000, graceMs: 3_600_000 });
  const preview = () => db.prisma.preview.findFirstOrThrow({ where: { service: { name: "aside" } }, include: { stage: { include: { deployments: { orderBy: { number: "asc" } } } } } });
  await vi.waitFor(async () => expect(await preview()).toMatchObject({ state: "open", stage: { accountId: apart.id, region: "eu-west-1", deployments: [{ number: 1 }] } }), { timeout: 30_000 });
  const [deployment] = (await preview()).stage?.deployments ?? [];
  expect(await world.waitForEnd(deployment?.id ?? "")).toMatchObject({ state: "succeeded" });
  const stackName = `aside-pr-${pull.number}`;
  const elsewhere = services.sessions.session(accountAccess(apart, keyring), "eu-west-1");
  expect([await describeStack(world.aws, stackName), (await describeStack(elsewhere, stackName))?.status]).toEqual([null, "CREATE_COMPLETE"]);
  // Offered once: the next look asks for nothing again.
  await db.prisma.repository.updateMany({ data: { pullsLookedAt: new Date(0) } });
  await lookAtPulls(services, { everyMs: 3_600_000, graceMs: 3_600_000 });
  expect(await db.prisma.delivery.count({ where: { provider: "windlass", repository: "acme/aside" } })).toBe(1);

  const stray = `/aws/lambda/${stackName}-stray`;
  await makeLogGroup(elsewhere, stray);
  await receive(await github.closePull(repository, pull));
  const until = (expected: object) => vi.waitFor(async () => expect(await preview()).toMatchObject(expected), { timeout: 40_000 });
  const left = { state: "removing", message: "The stack is gone, but something of it is left.", leftovers: [{ kind: "log_group", name: stray, state: "left" }] };
  await until({ ...left, attempts: 1, nextAttemptAt: expect.any(Date) });
  const address = { service: "aside", number: pull.number };
  expect((await readPreview(context, address)).removal).toMatchObject({ attempts: 1, leftovers: [{ name: stray }] });
  await stopPreview(context, address);
  await until({ ...left, attempts: 2, removalId: null });
  await deleteLogGroup(elsewhere, { name: stray, signal: AbortSignal.timeout(10_000) });
  await stopPreview(context, address);
  // The second try may not have looked yet.
  await until({ state: "removed", leftovers: [] });
  await aside.remove();
}, 180_000);
