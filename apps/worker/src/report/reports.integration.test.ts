import { randomUUID } from "node:crypto";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { createStage } from "@windlass/operations/stage/create-stage";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { openGithubWorld, type GithubWorld } from "../testing/github-world.js";
import { sampleService } from "../testing/sample-service.js";

let opened: GithubWorld;
const inOrders = (files: Record<string, string>) => Object.fromEntries(Object.entries(files).map(([name, text]) => [`services/orders/${name}`, text]));

beforeAll(async () => {
  opened = await openGithubWorld({ databaseUrl: inject("databaseUrl"), sandboxUrl: inject("sandboxUrl") });
  await opened.addService("orders", "services/orders");
  await opened.world.startWorker();
});
afterAll(() => opened.close());

/** Pushes to main and gives the deployment that came of it, once it has ended. */
async function push(files: Record<string, string>) {
  const { folder, github, repository, world } = opened;
  const before = await folder.git("rev-parse", "main");
  const after = await folder.commit("main", inOrders(files));
  await github.push(repository, { branch: "main", before, after, sender: "ada" });
  const found = await vi.waitUntil(() => world.db.prisma.deployment.findFirst({ where: { commitSha: after } }), { timeout: 20_000, interval: 100 });
  return { sha: after, deployment: await world.waitForEnd(found.id) };
}

const reportOf = (deploymentId: string) => opened.world.db.prisma.forgeReport.findUniqueOrThrow({ where: { deploymentId } });
async function untilReported(deploymentId: string, timeout = 30_000) {
  await vi.waitUntil(async () => { const { version, reportedVersion } = await reportOf(deploymentId); return version === reportedVersion; }, { timeout, interval: 100 });
}
const checkOf = (sha: string) => opened.repository.checks.find((check) => check.sha === sha);

/** What GitHub was told of check runs, in order, as it answered. */
function checkStates(sha: string): string[] {
  const answers = opened.github.state.answers.filter(({ route }) => route.includes("/check-runs"));
  return answers.flatMap(({ body }) => (field(body, "head_sha") === sha ? [String(field(body, "conclusion") ?? field(body, "status"))] : []));
}
const field = (value: unknown, name: string): unknown => (typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined);
const environmentOf = (sha: string) => opened.repository.deployments.find(({ fields }) => fields["sha"] === sha);
const statesOf = (sha: string) => environmentOf(sha)?.statuses.map(({ state }) => state);

it("a push is told as a check run and a deployment, state by state, with a link", async () => {
  const { sha, deployment } = await push(sampleService("v1", "", "orders"));
  await untilReported(deployment.id);
  expect(deployment.state).toBe("succeeded");
  expect(checkOf(sha)).toMatchObject({
    fields: {
      name: "windlass / orders / dev",
      external_id: deployment.id,
      details_url: "https://deploy.example.com/services/orders/stages/dev/deployments/1",
      conclusion: "success",
      output: { title: "Deployed: 11 added", summary: expect.stringContaining("**Plan:** 11 added.") },
    },
  });
  expect(environmentOf(sha)?.fields).toMatchObject({ environment: "orders/dev", production_environment: false, transient_environment: false });
  expect(environmentOf(sha)?.statuses.at(-1)).toMatchObject({ state: "success", environment_url: deployment.endpoints[0]?.url, log_url: expect.stringContaining("/deployments/1") });
  // What is told may skip states, and goes back to none.
  expect(isInOrder(checkStates(sha), ["queued", "in_progress", "success"])).toBe(true);
  expect(isInOrder(statesOf(sha) ?? [], ["queued", "in_progress", "success"])).toBe(true);
});

function isInOrder(told: unknown[], order: string[]): boolean {
  const places = told.map((state) => order.indexOf(String(state)));
  return places.every((place, index) => place >= (places[index - 1] ?? 0));
}

it("an error of the config is an annotation at its line, once", async () => {
  const { sha, deployment } = await push(sampleService("v1", "  broken:\n    handler: hello.handler\n    events:\n      - htpApi: GET /x\n", "orders"));
  await untilReported(deployment.id);
  expect(deployment).toMatchObject({ state: "failed", error: { code: "config_invalid" } });
  expect(checkOf(sha)?.fields).toMatchObject({ conclusion: "failure" });
  expect(checkOf(sha)?.annotations).toEqual([
    { path: "services/orders/serverless.yml", start_line: 14, end_line: 14, annotation_level: "failure", title: "The config is not valid", message: expect.stringContaining("htpApi") },
  ]);
  expect(checkOf(sha)?.fields["output"]).toMatchObject({ summary: expect.stringContaining(`/acme/shop/blob/${sha}/services/orders/serverless.yml#L14`) });
  expect(statesOf(sha)?.at(-1)).toBe("failure");
});

it("GitHub's absence keeps no deployment up, and is made up for", async () => {
  const { github } = opened;
  github.fail({ path: /\/repos\/.*(check-runs|deployments)/, answer: "drop", times: 10_000 });
  const { sha, deployment } = await push(sampleService("v2", "", "orders"));
  expect(deployment.state).toBe("succeeded");
  await vi.waitUntil(async () => (await reportOf(deployment.id)).error !== null, { timeout: 10_000, interval: 100 });
  expect(await reportOf(deployment.id)).toMatchObject({ error: { code: "forge_unreachable" }, sent: {} });
  expect(checkOf(sha)).toBeUndefined();
  const report = async () => (await readDeploymentById(opened.world.context, deployment.id)).report;
  expect(await report()).toMatchObject({ state: "failing", parts: [], error: { code: "forge_unreachable" }, nextTryAt: expect.any(String) });
  github.state.failures.length = 0;
  await untilReported(deployment.id);
  expect(await report()).toMatchObject({ state: "reported", parts: [{ kind: "check", state: "success", url: expect.any(String) }, { kind: "deployment", state: "success" }], error: null, nextTryAt: null });
  expect([checkStates(sha), statesOf(sha)]).toEqual([["success"], ["success"]]);
  expect(await reportOf(deployment.id)).toMatchObject({ error: null, attempts: 0 });
}, 60_000);

it("what came before is not deployed any more, and neither is what was removed", async () => {
  const { world, repository } = opened;
  const states = () => repository.deployments.map(({ statuses }) => statuses.at(-1)?.["state"]);
  await vi.waitFor(() => expect(states()).toEqual(["inactive", "failure", "success"]), { timeout: 20_000 });
  const removal = await requestRemoval(world.context, { stage: { service: "orders", stage: "dev" }, confirm: "dev" });
  expect((await world.waitForEnd(removal.id)).state).toBe("succeeded");
  await vi.waitFor(() => expect(states()).toEqual(["inactive", "failure", "inactive"]), { timeout: 20_000 });
});

it("a request whose answer got lost is not made twice", async () => {
  const { github, repository, world } = opened;
  await world.stopWorkers();
  const lost: string[] = [];
  // Done, and the answer never read: the connection ends once it was made.
  github.loseAnswers(({ method, path }) => {
    const isLost = method === "POST" && /(check-runs|deployments)$/.test(path) && lost.length < 2 && !lost.includes(path);
    if (isLost) lost.push(path);
    return isLost;
  });
  await world.startWorker();
  const { sha, deployment } = await push(sampleService("v3", "", "orders"));
  await untilReported(deployment.id, 60_000);
  github.loseAnswers(() => false);
  expect(lost).toHaveLength(2);
  expect(repository.checks.filter((check) => check.sha === sha)).toHaveLength(1);
  expect(repository.deployments.filter(({ fields }) => fields["sha"] === sha)).toHaveLength(1);
  expect([checkStates(sha).at(-1), statesOf(sha)?.at(-1)]).toEqual(["success", "success"]);
}, 90_000);

it("where the App may not write checks, a status says it", async () => {
  const { github, repository } = opened;
  github.fail({ path: /check-runs/, answer: { status: 403, message: "Resource not accessible by integration" }, times: 1_000 });
  const { sha, deployment } = await push(sampleService("v4", "", "orders"));
  await untilReported(deployment.id);
  expect(checkOf(sha)).toBeUndefined();
  const statuses = repository.statuses.filter((status) => status["sha"] === sha);
  expect(statuses.at(-1)).toMatchObject({ state: "success", context: "windlass / orders / dev", target_url: expect.stringContaining("https://deploy.example.com/services/orders") });
  github.state.failures.length = 0;
});

it("a pull request has one comment, which is edited with each change, and tells no secret (issue 4, 13)", async () => {
  const { world, github, repository, folder } = opened;
  const secret = "s3cret-value-of-orders";
  const extra = "custom:\n  token: ${param:token}\nresources:\n  Outputs: {}\n";
  await folder.commit("feature", inOrders(sampleService("v5", extra, "orders")));
  const pull = await github.openPull(repository, { headRef: "feature" });
  const service = await world.db.prisma.service.findUniqueOrThrow({ where: { name: "orders" } });
  const stage = await createStage(world.context, { keyring: world.keyring, service: "orders", stage: { name: "pr-1", account: "sandbox", region: "us-east-1", branch: "feature", autoDeploy: false } });
  await updateStage(world.context, { stage: { service: "orders", stage: "pr-1" }, keyring: world.keyring, change: { parameters: [{ name: "token", value: secret, secret: true }] } });
  const { number, headSha } = pull;
  const { id: pullRequestId } = await world.db.prisma.pullRequest.create({ data: { id: randomUUID(), repositoryId: service.repositoryId, number, title: "t", url: "u", state: "open", isFork: false, headSha, headRef: "feature", baseRef: "main", updatedAt: new Date() } });
  await world.db.prisma.stage.update({ where: { id: stage.id }, data: { pullRequestId } });
  await world.db.prisma.preview.create({ data: { id: randomUUID(), serviceId: service.id, pullRequestId, stageId: stage.id, state: "open", reason: "wanted", sha: headSha } });
  const bodies = () => repository.comments.filter(({ issue }) => issue === number).map(({ body }) => body);
  await vi.waitFor(() => expect(bodies()).toEqual([expect.stringContaining("⏳ Begins")]), { timeout: 20_000 });

  const deployed = await world.waitForEnd((await requestDeployment(world.context, { stage: { service: "orders", stage: "pr-1" } })).id);
  expect(deployed.state).toBe("succeeded");
  await vi.waitFor(() => expect(bodies()).toEqual([expect.stringContaining(`✅ Deployed: 11 added`)]), { timeout: 20_000 });
  expect(bodies()[0]).toContain(`](${new URL(deployed.endpoints[0]?.url ?? "").href.replaceAll("_", "%5F")})`);
  expect(repository.deployments.at(-1)?.fields).toMatchObject({ environment: "orders/pr-1", transient_environment: true });

  await world.db.prisma.preview.updateMany({ where: { pullRequestId }, data: { message: `a build said ${secret} and ${encodeURIComponent(secret)}`, state: "awaiting_room", reason: "limit" } });
  await vi.waitFor(() => expect(bodies()).toEqual([expect.stringContaining("a build said &#42;&#42;&#42;")]), { timeout: 20_000 });
  expect(JSON.stringify([bodies(), repository.checks, repository.deployments])).not.toContain(secret);
  expect(await world.db.prisma.forgeReport.findUniqueOrThrow({ where: { pullRequestId } })).toMatchObject({ error: null });
}, 90_000);
