import type { StageParameter } from "@windlass/contracts/stage";
import type { FakePull } from "@windlass/github/testing/fake-github/state";
import { openGitFolder } from "@windlass/github/testing/git-folder";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { approvePreview } from "@windlass/operations/preview-environment/approve-preview";
import { reportAgain } from "@windlass/operations/report/report-again";
import { updateService } from "@windlass/operations/service/update-service";
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
  // A try that began before the end may have told of what was then.
  expect([checkStates(sha).at(-1), statesOf(sha)?.at(-1)]).toEqual(["success", "success"]);
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

it("what GitHub refused is told again when somebody asks, and edits what is there", async () => {
  const { github, repository, world } = opened;
  github.fail({ path: /check-runs|statuses/, answer: { status: 403, message: "Resource not accessible by integration" }, times: 1_000 });
  const { sha, deployment } = await push(sampleService("v4b", "", "orders"));
  await vi.waitFor(async () => expect((await readDeploymentById(world.context, deployment.id)).report).toMatchObject({ state: "given_up", error: { code: "forge_denied" } }), { timeout: 20_000 });
  github.state.failures.length = 0;
  const address = { service: "orders", stage: "dev", number: deployment.number };
  const told = async () => {
    await reportAgain(world.context, address);
    await untilReported(deployment.id);
  };
  await told();
  expect((await readDeploymentById(world.context, deployment.id)).report).toMatchObject({ state: "reported", error: null });
  expect(checkOf(sha)).toMatchObject({ fields: { conclusion: "success" } });
  const writes = checkStates(sha).length;
  await told();
  expect(checkStates(sha)).toHaveLength(writes + 1);
  expect(repository.checks.filter((check) => check.sha === sha)).toHaveLength(1);
});

it("a pull request has one comment, which is edited with each change, and tells no secret (issue 4, 13)", async () => {
  const { world, github, repository, folder } = opened;
  const secret = "s3cret-value-of-orders";
  await change({}, [{ name: "token", value: secret, secret: true }]);
  const service = await world.db.prisma.service.update({ where: { name: "orders" }, data: { previews: { enabled: true, baseStage: "dev", secrets: true } } });
  await folder.commit("feature", inOrders(sampleService("v5", "custom:\n  token: ${param:token}\n", "orders")));
  const pull = await github.openPull(repository, { headRef: "feature", author: "ada" });
  const bodies = () => repository.comments.filter(({ issue, body }) => issue === pull.number && body.includes("windlass:pull-request")).map(({ body }) => body);
  const untilSaid = (text: RegExp) => vi.waitFor(() => expect(bodies()).toEqual([expect.stringMatching(text)]), { timeout: 40_000 });
  await untilSaid(/✅ Deployed: 11 added/);
  const [preview] = await world.db.prisma.preview.findMany({ where: { serviceId: service.id }, include: { stage: true } });
  const endpoints = preview?.stage?.endpoints;
  expect(bodies()[0]).toContain(`](${String(field(Array.isArray(endpoints) ? endpoints[0] : null, "url"))}`);
  expect(repository.deployments.at(-1)?.fields).toMatchObject({ environment: `orders/pr-${pull.number}`, transient_environment: true });

  await folder.commit("feature", inOrders({ "hello.mjs": "export const handler = async () => ({ statusCode: 204 });\n" }));
  await github.synchronize(repository, pull);
  await untilSaid(new RegExp(pull.headSha));
  await untilSaid(/✅ Deployed: [^|]*\/deployments\/2\)/);
  expect(await say("ada", "/windlass preview", pull)).toMatchObject({ reason: "command_done", message: "ada said /windlass preview. Asked for previews of orders." });
  await vi.waitFor(async () => expect(await world.db.prisma.delivery.count({ where: { processedAt: null } })).toBe(0), { timeout: 20_000 });

  await world.db.prisma.preview.updateMany({ where: { serviceId: service.id }, data: { message: `a build said ${secret} and ${encodeURIComponent(secret)}`, state: "awaiting_approval", reason: "fork" } });
  await untilSaid(/a build said &#42;&#42;&#42; and &#42;&#42;&#42;/);
  await world.db.prisma.preview.updateMany({ where: { serviceId: service.id }, data: { message: "", state: "open", reason: "wanted" } });
  await github.closePull(repository, pull);
  await untilSaid(/⏳ Being removed|⚪ Removed: closed/);
  const states = () => repository.deployments.filter(({ fields }) => fields["environment"] === `orders/pr-${pull.number}`).map(({ statuses }) => statuses.at(-1)?.["state"]);
  await vi.waitFor(() => expect(new Set(states())).toEqual(new Set(["inactive"])), { timeout: 20_000 });
  expect(JSON.stringify([repository.comments, repository.checks, repository.deployments])).not.toContain(secret);
  await world.db.prisma.service.update({ where: { name: "orders" }, data: { previews: {} } });
}, 180_000);

it("a service without previews has the plan of a trusted pull request in the comment, made anew with each push, and deploys nothing", async () => {
  const { world, github, repository, folder } = opened;
  const stage = await world.db.prisma.stage.findFirstOrThrow({ where: { name: "dev", service: { name: "orders" } } });
  await updateService(world.context, { name: "orders", change: { previews: { enabled: true, gives: "plan", baseStage: "dev" } } });
  // The base stage's own secret is not for the code of a pull request.
  await change({}, [{ name: "token", value: "s3cret-value-of-orders", secret: true }, { name: "plain", value: "given", secret: false }]);
  const given = "    environment: { ONE: \"${param:token, 'not given'}\", TWO: \"${param:plain, 'not given'}\" }\n";
  await folder.commit("planned", inOrders(sampleService("v6", `${given}  more:\n    handler: hello.handler\n`, "orders")));
  const pull = await github.openPull(repository, { headRef: "planned", author: "ada" });
  const bodies = () => repository.comments.filter(({ issue, body }) => issue === pull.number && body.includes("windlass:pull-request")).map(({ body }) => body);
  const untilSaid = (text: RegExp) => vi.waitFor(() => expect(bodies()).toEqual([expect.stringMatching(text)]), { timeout: 40_000 });
  await untilSaid(/### Windlass plan[^]*✅ Would be: \d+ added[^]*MoreLambdaFunction/);
  expect(bodies()[0]).toContain("Idle, per day");
  const plan = await world.db.prisma.deployment.findFirstOrThrow({ where: { commitSha: pull.headSha } });
  expect(plan).toMatchObject({ kind: "preview", stageId: stage.id, trigger: "push", state: "succeeded", options: { parameters: { names: ["*"], secrets: false } } });
  const { template } = await world.db.prisma.release.findUniqueOrThrow({ where: { id: plan.releaseId ?? "" } });
  expect(template).toContain('"ONE":"not given","TWO":"given"');
  await untilReported(plan.id);
  expect(checkOf(pull.headSha)).toMatchObject({ fields: { name: "windlass / orders / dev (plan)", conclusion: "success" } });

  await folder.commit("planned", inOrders(sampleService("v7", "  other:\n    handler: hello.handler\n", "orders")));
  await github.synchronize(repository, pull);
  await untilSaid(/OtherLambdaFunction/);
  await github.closePull(repository, pull);
  await untilSaid(/### Windlass plan of this closed pull request[^]*⚪ Over: closed/);
  expect(await world.db.prisma.deployment.count({ where: { kind: "deploy", stageId: stage.id, commitSha: pull.headSha } })).toBe(0);
  expect(await world.db.prisma.stage.count({ where: { name: `pr-${pull.number}` } })).toBe(0);

  const evil = await github.openPull(repository, { headRef: "planned", author: "mallory" });
  await untilWaits(evil.number);
  const { id: deliveryless } = await world.db.prisma.preview.findFirstOrThrow({ where: { pullRequest: { number: evil.number } } });
  expect(await world.db.prisma.preview.findUniqueOrThrow({ where: { id: deliveryless } })).toMatchObject({ planId: null, stageId: null });
  await expect(approvePreview(world.context, { service: "orders", number: evil.number, sha: evil.headSha, keyring: world.keyring })).rejects.toMatchObject({ code: "forbidden" });
  const ada = { ...world.context, actor: { type: "user", id: "u-ada", label: "Ada" } } as const;
  expect(await approvePreview(ada, { service: "orders", number: evil.number, sha: evil.headSha, keyring: world.keyring })).toMatchObject({ gives: "plan", stage: "dev", deployment: { kind: "preview" } });
  expect(await world.db.prisma.deployment.findFirstOrThrow({ where: { plannedFor: { some: { id: deliveryless } } } })).toMatchObject({ options: { trust: "untrusted" }, commitSha: evil.headSha });
  await github.closePull(repository, evil);
  await vi.waitFor(async () => expect(await world.db.prisma.preview.findUniqueOrThrow({ where: { id: deliveryless } })).toMatchObject({ state: "removed" }), { timeout: 20_000 });
  await world.db.prisma.service.update({ where: { name: "orders" }, data: { previews: {} } });
}, 180_000);

function untilWaits(number: number) {
  return vi.waitFor(async () => expect(await opened.world.db.prisma.preview.findFirstOrThrow({ where: { pullRequest: { number } } })).toMatchObject({ state: "awaiting_approval" }), { timeout: 20_000 });
}

/** Says something at a pull request, and gives the delivery once it was processed. */
async function say(login: string, body: string, pull: FakePull) {
  const { github, repository, world } = opened;
  const [sent] = await github.comment(repository, pull, { login, body });
  return vi.waitUntil(() => world.db.prisma.delivery.findFirst({ where: { deliveryId: sent?.guid ?? "", processedAt: { not: null } } }), { timeout: 20_000, interval: 50 });
}

it("commands are obeyed by what the commenter may do, and by nothing that anybody wrote (S14)", async () => {
  const { world, github, repository, folder } = opened;
  await folder.git("-c", "user.name=grace", "-c", "user.email=grace@example.com", "commit", "--allow-empty", "-qm", "Approved-by: grace\n\n/windlass deploy dev");
  const pull = await github.openPull(repository, { headRef: "feature", author: "mallory", title: "/windlass deploy dev" });
  const comments = () => repository.comments.filter(({ issue }) => issue === pull.number);
  const replies = () => comments().filter(({ appId }) => appId !== null).map(({ body }) => body);
  const count = () => world.db.prisma.deployment.count();
  const before = await count();

  expect(await say("ada", "nice work", pull)).toMatchObject({ reason: "no_command" });
  expect(await say("mallory", "/windlass deploy dev", pull)).toMatchObject({ reason: "command_not_allowed", message: "mallory may do nothing in acme/shop; commands need the permission to write." });
  expect(await say("rita", "/windlass deploy dev", pull)).toMatchObject({ reason: "command_not_allowed" });
  // The login of somebody who may write, of another account: GitHub's id decides.
  const ids = github.state.userId;
  let told = 0;
  github.state.userId = (login) => (login === "ada" && told++ < 2 ? 4711 : ids(login));
  const [forged] = await github.comment(repository, pull, { login: "ada", body: "/windlass deploy dev" });
  github.state.userId = ids;
  await vi.waitFor(async () => expect(await world.db.prisma.delivery.findFirst({ where: { deliveryId: forged?.guid ?? "" } })).toMatchObject({ reason: "command_not_allowed" }), { timeout: 20_000 });
  expect([await count(), replies(), comments().flatMap(({ reactions }) => reactions)]).toEqual([before, [], []]);

  expect(await say("ada", "/windlass dance", pull)).toMatchObject({ reason: "command_refused", message: "There is no such command." });
  expect(replies()).toEqual([expect.stringContaining("<code>/windlass deploy &#91;service/&#93;stage</code>")]);
  expect(await say("ada", "/windlass deploy nowhere", pull)).toMatchObject({ reason: "command_refused", message: expect.stringContaining("There is no stage nowhere.") });

  const done = await say("ada", "/windlass deploy dev", pull);
  expect(done).toMatchObject({ reason: "command_done", decisions: [{ service: "orders", stage: "dev", reason: "deployed" }] });
  const asked = await world.db.prisma.deployment.findFirstOrThrow({ where: { deliveryId: done.id } });
  expect(asked).toMatchObject({ kind: "deploy", trigger: "command", commitSha: pull.headSha, ref: "feature", actorType: "webhook", actorId: `github:${ids("ada")}`, actorLabel: "ada" });
  expect(await world.db.prisma.auditEvent.findFirstOrThrow({ where: { action: "deployment.requested", entityId: asked.id } })).toMatchObject({ actorLabel: "ada", actorId: `github:${ids("ada")}` });
  expect(comments().findLast(({ login }) => login === "ada")?.reactions.map(({ content }) => content)).toEqual(["rocket"]);
  expect(replies().at(-1)).toContain(`(https://deploy.example.com/services/orders/stages/dev/deployments/${asked.number})`);
  expect((await world.waitForEnd(asked.id)).state).toBe("succeeded");

  const back = await say("ada", "/windlass rollback dev", pull);
  const rollback = await world.db.prisma.deployment.findFirstOrThrow({ where: { deliveryId: back.id } });
  expect([back.reason, rollback.kind, (await world.waitForEnd(rollback.id)).state]).toEqual(["command_done", "rollback", "succeeded"]);
  const live = () => repository.deployments.filter(({ fields, statuses }) => fields["environment"] === "orders/dev" && statuses.at(-1)?.["state"] === "success").map(({ fields }) => fields["payload"]);
  await vi.waitFor(() => expect(live()).toEqual([{ windlass: rollback.id }]), { timeout: 20_000 });
  expect(await say("ada", "/windlass preview", pull)).toMatchObject({ reason: "command_refused", message: expect.stringContaining("previews switched on") });

  await change({ forge: { production: "yes", commands: "admin" }, approval: { mode: "always", count: 1, role: "operator", approvers: [], requesterMayApprove: false } });
  expect(await say("ada", "/windlass deploy dev", pull)).toMatchObject({ reason: "command_refused", message: expect.stringContaining("only from administrators") });
  const protectedOne = await say("grace", "/windlass deploy dev", pull);
  const waiting = await world.db.prisma.deployment.findFirstOrThrow({ where: { deliveryId: protectedOne.id } });
  await world.waitFor(waiting.id, ({ state }) => state === "awaiting_approval");
}, 120_000);

function change(settings: object, parameters?: StageParameter[]) {
  return updateStage(opened.world.context, { stage: { service: "orders", stage: "dev" }, keyring: opened.world.keyring, change: { settings, ...(parameters ? { parameters } : {}) } });
}

it("a fork's pull request is deployed by no command, and a forge that is away is waited for", async () => {
  const { github, repository, folder, world } = opened;
  const fork = await openGitFolder(folder);
  await fork.commit("evil", { "services/orders/hello.mjs": "export const handler = () => process.env;\n" });
  const forked = github.addRepository({ fullName: "mallory/shop", path: fork.path, forkOf: repository });
  const pull = await github.openPull(repository, { headRef: "evil", headRepository: forked, author: "mallory" });
  github.fail({ path: /collaborators/, answer: "drop", times: 3 });
  const [sent] = await github.comment(repository, pull, { login: "grace", body: "/windlass deploy dev" });
  const delivery = () => world.db.prisma.delivery.findFirst({ where: { deliveryId: sent?.guid ?? "" } });
  await vi.waitFor(async () => expect(await delivery()).toMatchObject({ reason: "pending", message: expect.stringContaining("Waits for the forge") }), { timeout: 20_000 });
  await world.db.prisma.outbox.create({ data: { queue: "deliveries", key: "again", payload: { deliveryId: (await delivery())?.id ?? "" } } });
  await vi.waitFor(async () => expect(await delivery()).toMatchObject({ reason: "command_refused", message: expect.stringContaining("come from a fork") }), { timeout: 20_000 });
  await fork.remove();
}, 60_000);
