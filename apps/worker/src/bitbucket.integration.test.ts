import { openFakeBitbucket, type FakeBitbucket } from "@windlass/forges/testing/fake-bitbucket/open-fake-bitbucket";
import type { FakeRepository } from "@windlass/forges/testing/fake-bitbucket/state";
import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { readDelivery } from "@windlass/operations/delivery/read-delivery";
import { createRepository } from "@windlass/operations/repository/create-repository";
import { createService } from "@windlass/operations/service/create-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { sampleService } from "./testing/sample-service.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";

const service = "buckets";
const fullName = "acme/shop";
let world: TestWorld;
let bitbucket: FakeBitbucket;
let repository: FakeRepository;
let folder: GitFolder;

const files = (version: string) => sampleService(version, "", service);

beforeAll(async () => {
  bitbucket = await openFakeBitbucket();
  folder = await openGitFolder();
  await folder.commit("main", files("main"));
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 51 });
  repository = bitbucket.addRepository({ fullName, folder, access: { ada: "write", rita: "read" } });
  const { context, keyring, db } = world;
  const { id } = await createRepository(context, { keyring, repository: { url: `${bitbucket.url}/${fullName}.git`, provider: "bitbucket", defaultBranch: "main", accessToken: bitbucket.addToken(repository) } });
  await createService(context, { keyring, service: { name: service, rootDirectory: "", repository: { id } } });
  await createStage(context, { keyring, service, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: false } });
  await db.prisma.service.updateMany({ where: { name: service }, data: { previews: { enabled: true, baseStage: "dev" } } });
  await world.startWorker({ reconcileMs: 1_000 });
});
afterAll(async () => {
  await world?.close();
  await bitbucket?.close();
  await folder?.remove();
});

/** Takes in what Bitbucket sent last, as the webhook's route does, and waits until the worker has done what it asks for. */
async function receive() {
  const [hook] = bitbucket.state.hooks;
  const event = hook?.headers["x-event-key"]?.replace(":", "_") ?? "";
  const { id } = await acceptDelivery(world.db, { provider: "bitbucket", deliveryId: hook?.headers["x-request-uuid"] ?? "", event, body: hook?.body ?? "" });
  await expect.poll(async () => (await readDelivery(world.context, id)).processedAt, told).not.toBeNull();
  return readDelivery(world.context, id);
}

const lastOf = async (number: number) => world.waitForEnd((await world.db.prisma.deployment.findMany({ where: { stage: { name: `pr-${number}` } }, orderBy: { number: "asc" } })).at(-1)?.id ?? "");
const commentOf = (number: number) => repository.pulls.find(({ id }) => id === number)?.comments.flatMap(({ raw }) => (raw.startsWith("[//]: # (windlass:pull-request)") ? [raw] : []));
/** What is told comes after it was done. */
const told = { timeout: 30_000 };

it("shows a pull request, tells Bitbucket in a build status and a comment, obeys who may write, and leaves nothing when it is declined", async () => {
  const sha = await folder.commit("feature", files("v1"));
  const pull = await bitbucket.openPull(repository, { sourceBranch: "feature", author: "ada" });
  expect(await receive()).toMatchObject({ reason: "deployed", event: "pullrequest_created", ref: "refs/heads/feature", repository: fullName, decisions: [{ service, stage: "pr-1", reason: "deployed" }] });
  expect(await lastOf(1)).toMatchObject({ state: "succeeded", commit: { sha } });
  await expect.poll(() => [...repository.statuses].map(([key, status]) => [key.split(" ")[0], status["name"], status["state"]]), told).toEqual([[sha, `windlass / ${service} / pr-1`, "SUCCESSFUL"]]);
  await expect.poll(() => commentOf(1), told).toEqual([expect.stringMatching(/\/commits\/[^]*✅ Deployed[^]*`\/windlass help`/)]);
  expect(commentOf(1)?.[0]).not.toMatch(/<(code|br|sub|details|summary)/);

  bitbucket.comment(repository, pull, { by: "rita", raw: "/windlass deploy dev" });
  expect(await receive()).toMatchObject({ reason: "command_not_allowed" });
  bitbucket.comment(repository, pull, { by: "ada", raw: "/windlass help" });
  expect(await receive()).toMatchObject({ reason: "command_done", event: "pullrequest_comment_created", message: "ada asked for help." });
  expect(pull.comments.at(-1)?.raw).toMatch(/^\[\/\/\]: # \(windlass:reply-\d+\)/);

  bitbucket.end(repository, pull, { by: "ada", as: "DECLINED" });
  expect(await receive()).toMatchObject({ reason: "preview_removed", event: "pullrequest_rejected" });
  expect(await lastOf(1)).toMatchObject({ kind: "remove", state: "succeeded" });
  await expect.poll(() => world.db.prisma.preview.findFirst({ where: { pullRequest: { number: 1 } } }), told).toMatchObject({ state: "removed", reason: "closed", leftovers: [] });
  await expect.poll(() => commentOf(1), told).toEqual([expect.stringContaining("Removed: closed")]);
});

it("has the commit of somebody who may only read wait, and says of a fork's why it has no preview (S14)", async () => {
  await folder.commit("readers", files("readers"));
  await bitbucket.openPull(repository, { sourceBranch: "readers", author: "rita" });
  expect(await receive()).toMatchObject({ reason: "approval_needed", message: expect.stringContaining("rita may read") });
  const fork = bitbucket.addRepository({ fullName: "mallory/shop", folder });
  await bitbucket.openPull(repository, { sourceBranch: "readers", source: fork, author: "mallory" });
  expect(await receive()).toMatchObject({ reason: "no_preview", message: expect.stringContaining("Bitbucket keeps the commits of forks"), deployments: [] });
});
