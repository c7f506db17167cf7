import { openFakeGitlab, type FakeGitlab } from "@windlass/forges/testing/fake-gitlab/open-fake-gitlab";
import type { FakeProject } from "@windlass/forges/testing/fake-gitlab/state";
import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { readDelivery } from "@windlass/operations/delivery/read-delivery";
import { createRepository } from "@windlass/operations/repository/create-repository";
import { createService } from "@windlass/operations/service/create-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { lookAtPulls } from "./previews/look-at-pulls.js";
import type { WorkerServices } from "./services.js";
import { openTestServices } from "./testing/in-process-worker.js";
import { sampleService } from "./testing/sample-service.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";

const service = "merges";
const fullName = "acme/web/shop";
let world: TestWorld;
let services: WorkerServices;
let gitlab: FakeGitlab;
let project: FakeProject;
let folder: GitFolder;
let fork: GitFolder;

const files = (version: string) => sampleService(version, "", service);

beforeAll(async () => {
  gitlab = await openFakeGitlab();
  folder = await openGitFolder();
  await folder.commit("main", files("main"));
  fork = await openGitFolder(folder);
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 50 });
  services = { ...openTestServices(world), shutdown: new AbortController().signal };
  project = gitlab.addProject({ fullName, folder, members: { ada: 30, rita: 20, windlass: 40 } });
  const { context, keyring, db } = world;
  const { id } = await createRepository(context, { keyring, repository: { url: `${gitlab.url}/${fullName}.git`, provider: "gitlab", defaultBranch: "main", accessToken: gitlab.addToken("windlass") } });
  await createService(context, { keyring, service: { name: service, rootDirectory: "", repository: { id } } });
  await createStage(context, { keyring, service, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: false } });
  await db.prisma.service.updateMany({ where: { name: service }, data: { previews: { enabled: true, baseStage: "dev" } } });
  await world.startWorker({ reconcileMs: 1_000 });
});
afterAll(async () => {
  await services?.hints.close();
  services?.sessions.close();
  await world?.close();
  await gitlab?.close();
  await folder?.remove();
  await fork?.remove();
});

const events: Record<string, string> = { "Merge Request Hook": "merge_request", "Note Hook": "note" };

/** Takes in what GitLab sent last, as the webhook's route does, and waits until the worker has done what it asks for. */
async function receive() {
  const [hook] = gitlab.state.hooks;
  const event = events[hook?.headers["x-gitlab-event"] ?? ""] ?? "";
  const { id } = await acceptDelivery(world.db, { provider: "gitlab", deliveryId: hook?.headers["idempotency-key"] ?? "", event, body: hook?.body ?? "" });
  await expect.poll(async () => (await readDelivery(world.context, id)).processedAt, { timeout: 30_000 }).not.toBeNull();
  return readDelivery(world.context, id);
}

const deploymentsOf = (number: number) => world.db.prisma.deployment.findMany({ where: { stage: { name: `pr-${number}` } }, orderBy: { number: "asc" } });
const lastOf = async (number: number) => world.waitForEnd((await deploymentsOf(number)).at(-1)?.id ?? "");
const noteOf = (number: number) => project.mergeRequests.find(({ iid }) => iid === number)?.notes.filter(({ body }) => body.startsWith("<!-- windlass:pull-request -->")) ?? [];
const statusOf = (sha: string) => project.statuses.filter((row) => row.sha === sha).map(({ name, status }) => [name, status]);
/** What is told comes after it was done. */
const told = { timeout: 30_000 };

it("shows a merge request, tells GitLab in a status, a note and an environment, follows its pushes, and leaves nothing when it is closed", async () => {
  const first = await folder.commit("feature", files("v1"));
  const pull = await gitlab.openMergeRequest(project, { sourceBranch: "feature", author: "ada" });
  expect(await receive()).toMatchObject({ reason: "deployed", event: "merge_request", ref: "refs/merge-requests/1/head", repository: fullName, decisions: [{ service, stage: "pr-1", reason: "deployed" }] });
  expect(await lastOf(1)).toMatchObject({ state: "succeeded", ref: "refs/merge-requests/1/head", commit: { sha: first } });
  await expect.poll(() => statusOf(first), told).toEqual([[`windlass / ${service} / pr-1`, "success"]]);
  await expect.poll(() => noteOf(1).map(({ body }) => body), told).toEqual([expect.stringMatching(/\/-\/commit\/[^]*✅ Deployed/)]);
  await expect.poll(() => project.deployments.map(({ sha, status, environment }) => [sha, status, environment.name]), told).toEqual([[first, "success", `${service}/pr-1`]]);

  const second = await folder.commit("feature", files("v2"));
  await gitlab.push(project, pull, "ada");
  expect(await receive()).toMatchObject({ reason: "deployed" });
  expect(await lastOf(1)).toMatchObject({ state: "succeeded", commit: { sha: second } });
  await expect.poll(() => statusOf(second), told).toEqual([[`windlass / ${service} / pr-1`, "success"]]);
  await expect.poll(() => noteOf(1).map(({ body }) => body), told).toEqual([expect.stringContaining(second.slice(0, 7))]);

  gitlab.end(project, pull, { by: "ada", as: "merge" });
  expect(await receive()).toMatchObject({ reason: "preview_removed", message: expect.stringContaining("The merge request is merged.") });
  expect(await lastOf(1)).toMatchObject({ kind: "remove", state: "succeeded" });
  await expect.poll(() => world.db.prisma.preview.findFirst({ where: { pullRequest: { number: 1 } } }), told).toMatchObject({ state: "removed", reason: "merged", message: "The merge request is merged.", leftovers: [] });
  await expect.poll(() => noteOf(1).map(({ body }) => body), told).toEqual([expect.stringMatching(/closed merge request[^]*Removed: merged/)]);
  await expect.poll(() => project.environments.map(({ state }) => state), told).toEqual(["stopped"]);
});

it("has a stranger's commit wait, by what GitLab says of projects and members (S14)", async () => {
  const stranger = gitlab.addProject({ fullName: "mallory/shop", folder: fork, visibility: "public", members: { mallory: 50 } });
  await fork.commit("evil", files("evil"));
  await gitlab.openMergeRequest(project, { sourceBranch: "evil", source: stranger, author: "mallory" });
  expect(await receive()).toMatchObject({ reason: "approval_needed", deployments: [] });
  expect(await world.db.prisma.pullRequest.findFirst({ where: { number: 2 } })).toMatchObject({ isFork: true, headRepository: "mallory/shop", authorLogin: "mallory" });
  // Nor does who may only read, from within.
  await folder.commit("readers", files("readers"));
  await gitlab.openMergeRequest(project, { sourceBranch: "readers", author: "rita" });
  expect(await receive()).toMatchObject({ reason: "approval_needed", message: expect.stringContaining("rita may read") });
  await expect.poll(() => noteOf(3).map(({ body }) => body), told).toEqual([expect.stringContaining("Waits until somebody lets this code run")]);
});

it("obeys notes of those who may write, and answers nobody else", async () => {
  const [pull] = project.mergeRequests.filter(({ iid }) => iid === 3);
  if (!pull) throw new Error("There is no such merge request.");
  const asked = gitlab.comment(project, pull, { by: "rita", body: "/windlass help" });
  expect(await receive()).toMatchObject({ reason: "command_not_allowed", event: "note" });
  expect(asked.awards).toEqual([]);
  const help = gitlab.comment(project, pull, { by: "ada", body: "Please:\n/windlass help" });
  expect(await receive()).toMatchObject({ reason: "command_done", ref: "refs/merge-requests/3/head" });
  expect(help.awards.map(({ name }) => name)).toEqual(["thumbsup"]);
  expect(pull.notes.at(-1)?.body).toMatch(new RegExp(`^<!-- windlass:reply-${help.id} -->[^]*deploys this merge request's newest commit`));
  gitlab.comment(project, pull, { by: "ada", body: "/windlass deploy dev" });
  expect(await receive()).toMatchObject({ reason: "command_done", decisions: [{ service, stage: "dev", reason: "deployed" }] });
  const deployment = await world.db.prisma.deployment.findFirstOrThrow({ where: { stage: { name: "dev" } } });
  expect(await world.waitForEnd(deployment.id)).toMatchObject({ state: "succeeded", commit: { sha: pull.sha }, actor: { label: "ada" } });
});

it("finds merge requests that no delivery told of", async () => {
  await folder.commit("missed", files("missed"));
  await gitlab.openMergeRequest(project, { sourceBranch: "missed", author: "ada", draft: true });
  await world.db.prisma.repository.updateMany({ data: { pullsLookedAt: new Date(0) } });
  await lookAtPulls(services, { everyMs: 3_600_000, graceMs: 0 });
  const found = () => world.db.prisma.delivery.findFirst({ where: { provider: "windlass", ref: "refs/merge-requests/4/head" } });
  await expect.poll(found, told).toMatchObject({ event: "pull_request", reason: "is_draft" });
});
