import { execFile } from "node:child_process";
import { createHmac, createSign } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGitFolder, type GitFolder } from "../git-folder.js";
import { gitEnv } from "./git-store.js";
import { openFakeGithub, type FakeGithub } from "./open-fake-github.js";
import { published } from "./published.js";
import type { FakeApp, FakeInstallation, FakeRepository } from "./state.js";

type Received = { headers: IncomingHttpHeaders; body: string };

let github: FakeGithub;
let folder: GitFolder;
let repository: FakeRepository;
let app: FakeApp;
let installation: FakeInstallation;
let receiver: Server;
const received: Received[] = [];
let head: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" ? address?.port : 0;
  github = await openFakeGithub();
  folder = await openGitFolder();
  head = await folder.commit("feature", { "a.txt": "1\n" });
  repository = github.addRepository({ fullName: "acme/shop", path: folder.path, access: { ada: "admin" } });
  app = github.addApp({ hookUrl: `http://127.0.0.1:${port}/hook`, events: ["push", "pull_request", "issue_comment"] });
  installation = github.install(app, { account: "acme" });
});
afterAll(async () => {
  await github?.close();
  await folder?.remove();
  receiver?.close();
});

function jwt(claims: object = {}, key = app.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iss: app.id, iat: now - 30, exp: now + 300, ...claims })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(key, "base64url")}`;
}

async function call(method: string, path: string, input: { token?: string; body?: object } = {}) {
  const answer = await fetch(`${github.url}/api/v3${path}`, {
    method,
    headers: { authorization: `bearer ${input.token ?? jwt()}`, ...(input.body ? { "content-type": "application/json" } : {}) },
    ...(input.body ? { body: JSON.stringify(input.body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? null : JSON.parse(text) };
}

async function makeToken(body?: object): Promise<string> {
  return (await call("POST", `/app/installations/${installation.id}/access_tokens`, body ? { body } : {})).body.token;
}

describe("who may ask", () => {
  it.each([
    ["another key", () => jwt({}, github.addApp().privateKey)],
    ["another issuer", () => jwt({ iss: 7 })],
    ["a time that is over", () => jwt({ exp: Math.floor(Date.now() / 1000) - 1 })],
    ["more than ten minutes", () => jwt({ exp: Math.floor(Date.now() / 1000) + 900 })],
    ["a time to come", () => jwt({ iat: Math.floor(Date.now() / 1000) + 120 })],
    ["no JWT", () => "x"],
  ])("a JWT with %s is refused", async (_name, token) => {
    expect(await call("GET", "/app", { token: token() })).toMatchObject({ status: 401, body: { message: expect.any(String) } });
  });

  it("a client id is an issuer too", async () => {
    expect(await call("GET", "/app", { token: jwt({ iss: app.clientId }) })).toMatchObject({ status: 200, body: { id: app.id } });
  });

  it("a token ends after an hour, with its installation, or when that is suspended", async () => {
    const token = await makeToken();
    const read = async () => (await call("GET", "/repos/acme/shop", { token })).status;
    expect(await read()).toBe(200);
    installation.suspended = true;
    expect(await read()).toBe(401);
    installation.suspended = false;
    github.state.tokens.at(-1)!.expiresAtMs = Date.now() - 1;
    expect(await read()).toBe(401);
  });

  it("a token reaches what it was made for", async () => {
    github.addRepository({ fullName: "acme/site", path: folder.path });
    const token = await makeToken({ repositories: ["site"], permissions: { contents: "read" } });
    const paths = ["/repos/acme/site", "/repos/acme/shop", "/repos/acme/site/pulls"];
    expect(await Promise.all(paths.map(async (path) => (await call("GET", path, { token })).status))).toEqual([200, 404, 403]);
    expect((await call("POST", `/app/installations/${installation.id}/access_tokens`, { body: { permissions: { administration: "write" } } })).status).toBe(422);
    expect((await call("POST", `/app/installations/${installation.id}/access_tokens`, { body: { repositories: ["none"] } })).status).toBe(422);
  });
});

describe("rules of the API", () => {
  it("gives lists in pages, and names the next", async () => {
    const token = await makeToken();
    const { headers, body } = await call("GET", "/repos/acme/shop/branches?per_page=1", { token });
    expect([body.length, headers.get("link")]).toEqual([1, expect.stringMatching(/page=2>; rel="next"/)]);
  });

  it("counts requests, refuses those over the limit and begins anew at its end", async () => {
    const limit = github.state.rateLimit;
    const { remaining } = limit;
    expect((await call("GET", "/app")).headers.get("x-ratelimit-remaining")).toBe(String(remaining - 1));
    limit.remaining = 0;
    expect(await call("GET", "/app")).toMatchObject({ status: 403, body: { message: expect.stringContaining("rate limit") } });
    limit.resetAtMs = Date.now() - 1;
    expect((await call("GET", "/app")).status).toBe(200);
  });

  it("refuses long texts, many annotations and a commit that is not there", async () => {
    const token = await makeToken();
    await github.openPull(repository, { headRef: "feature" });
    const annotation = { path: "a", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" };
    const requests: [string, object][] = [
      ["/repos/acme/shop/issues/1/comments", { body: "x".repeat(65_537) }],
      ["/repos/acme/shop/check-runs", { name: "n", head_sha: head, output: { title: "t", summary: "s", annotations: Array.from({ length: 51 }, () => annotation) } }],
      [`/repos/acme/shop/statuses/${head}`, { state: "success", description: "x".repeat(141) }],
      [`/repos/acme/shop/statuses/${"0".repeat(40)}`, { state: "success" }],
    ];
    expect(await Promise.all(requests.map(async ([path, body]) => (await call("POST", path, { token, body })).status))).toEqual([422, 422, 422, 422]);
  });

  it("lets an App change its own comments only", async () => {
    const token = await makeToken();
    await github.comment(repository, repository.pulls[0]!, { login: "mallory", body: "mine" });
    expect((await call("PATCH", `/repos/acme/shop/issues/comments/${repository.comments.at(-1)?.id}`, { token, body: { body: "yours" } })).status).toBe(403);
  });

  it("makes earlier deployments of an environment inactive, unless they are transient or of production", async () => {
    const token = await makeToken();
    const deploy = async (fields: object) => {
      const body = { ref: "main", environment: "dev", required_contexts: [], auto_merge: false, production_environment: false, ...fields };
      const { id } = (await call("POST", "/repos/acme/shop/deployments", { token, body })).body;
      await call("POST", `/repos/acme/shop/deployments/${id}/statuses`, { token, body: { state: "success" } });
      return repository.deployments.find((row) => row.id === id);
    };
    const plain = await deploy({});
    const transient = await deploy({ transient_environment: true });
    await deploy({});
    expect([plain?.statuses.at(-1)?.["state"], transient?.statuses.at(-1)?.["state"]]).toEqual(["inactive", "success"]);
  });

  it("serves clones to whoever may read", async () => {
    const token = await makeToken({ repositories: ["shop"], permissions: { contents: "read" } });
    const clone = (...settings: string[]) => promisify(execFile)("git", [...settings, "ls-remote", `${github.url}/acme/shop.git`], { env: { ...gitEnv, GIT_TERMINAL_PROMPT: "0" } });
    const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
    expect((await clone("-c", `http.extraHeader=Authorization: Basic ${basic}`)).stdout).toContain("refs/heads/feature");
    await expect(clone()).rejects.toThrow("could not read Username");
  });
});

describe("webhooks", () => {
  const schema = createRequire(import.meta.url)("@octokit/webhooks-schemas");
  const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, inlineRefs: false, allErrors: true });
  // Without its root, which is all events at once and takes ajv ten seconds.
  ajv.addSchema({ definitions: schema.definitions }, "webhooks");

  it("are signed over their bytes, name the App and are remembered with their answer", async () => {
    received.length = 0;
    await github.push(repository, { branch: "feature", before: null, after: head, sender: "ada" });
    const [push] = received;
    expect(push?.headers).toMatchObject({ "x-github-event": "push", "x-github-hook-installation-target-id": String(app.id), "x-github-hook-installation-target-type": "integration" });
    expect(push?.headers["x-hub-signature-256"]).toBe(`sha256=${createHmac("sha256", app.webhookSecret).update(push?.body ?? "").digest("hex")}`);
    expect(JSON.parse(push?.body ?? "")).toMatchObject({ ref: "refs/heads/feature", after: head, sender: { login: "ada" }, installation: { id: installation.id }, repository: { full_name: "acme/shop" } });
    expect(github.state.deliveries[0]).toMatchObject({ event: "push", statusCode: 202 });
  });

  it("have the shape that GitHub publishes, for each event that is taken", async () => {
    received.length = 0;
    const main = await folder.git("rev-parse", "main");
    await github.push(repository, { branch: "feature", before: main, after: head });
    await github.push(repository, { branch: "gone", before: head, after: null });
    const pull = await github.openPull(repository, { headRef: "feature", labels: ["a"] });
    await folder.commit("feature", { "b.txt": "2\n" });
    await github.synchronize(repository, pull);
    await github.label(repository, pull, { add: "preview" });
    await github.label(repository, pull, { remove: "preview" });
    await github.setDraft(repository, pull, true);
    await github.setDraft(repository, pull, false);
    await github.comment(repository, pull, { login: "ada", body: "/windlass deploy" });
    await github.closePull(repository, pull);
    await github.reopen(repository, pull);
    await github.closePull(repository, pull, { merged: true });
    const shapes = received.map(({ headers, body }) => {
      const event = String(headers["x-github-event"]);
      const payload = JSON.parse(body);
      const name = event === "push" ? "push$event" : `${event}$${payload.action}`;
      const validate = ajv.getSchema(`webhooks#/definitions/${name}`);
      void validate?.(payload);
      return [name, (validate ? (validate.errors ?? []) : [{ instancePath: "", message: "has no schema", params: {} }]).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)];
    });
    expect(shapes).toEqual(["push$event", "push$event", "pull_request$opened", "pull_request$synchronize", "pull_request$labeled", "pull_request$unlabeled", "pull_request$converted_to_draft", "pull_request$ready_for_review", "issue_comment$created", "pull_request$closed", "pull_request$reopened", "pull_request$closed"].map((name) => [name, []]));
  }, 20_000);
});

describe("answers", () => {
  it("have the shape that GitHub publishes, on every route", async () => {
    github.state.answers.length = 0;
    const token = await makeToken();
    const form = new URLSearchParams({ manifest: JSON.stringify({ name: "shape", url: "https://x.test", redirect_url: "https://x.test/back" }), state: "", owner: "acme" });
    const made = await fetch(`${github.url}/settings/apps`, { method: "POST", body: form, redirect: "manual" });
    const code = new URL(made.headers.get("location") ?? "").searchParams.get("code");
    const number = (await github.openPull(repository, { headRef: "feature" })).number;
    const repo = "/repos/acme/shop";
    for (const path of ["/app", "/app/installations", `/app/installations/${installation.id}`, "/app/hook/deliveries", `${repo}/installation`]) await call("GET", path);
    await call("POST", `/app-manifests/${code}/conversions`);
    const created = async (path: string, body: object): Promise<number> => (await call("POST", path, { token, body })).body.id;
    const check = await created(`${repo}/check-runs`, { name: "n", head_sha: head, status: "in_progress", output: { title: "t", summary: "s" } });
    const comment = await created(`${repo}/issues/${number}/comments`, { body: "x" });
    const deployment = await created(`${repo}/deployments`, { ref: "main", required_contexts: [], auto_merge: false });
    await created(`${repo}/deployments/${deployment}/statuses`, { state: "success" });
    await created(`${repo}/issues/comments/${comment}/reactions`, { content: "eyes" });
    await created(`${repo}/statuses/${head}`, { state: "pending", context: "c" });
    await call("PATCH", `${repo}/check-runs/${check}`, { token, body: { conclusion: "success" } });
    await call("PATCH", `${repo}/issues/comments/${comment}`, { token, body: { body: "y" } });
    for (const path of ["", "/branches", "/contents/src", "/contents/serverless.yml", "/collaborators/ada/permission", `/issues/${number}/comments`, `/commits/${head}/check-runs`, `/deployments?sha=${head}`, "/deployments", "/pulls", `/pulls/${number}`, `/pulls/${number}/files`]) await call("GET", repo + path, { token });
    await call("GET", "/installation/repositories", { token });

    const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false, inlineRefs: false, allErrors: true });
    const keys = Object.keys(published.answers);
    const ofAnswers = Object.fromEntries(keys.map((key, index) => [`answer${index}`, published.answers[key]?.schema]));
    ajv.addSchema({ definitions: { ...published.definitions, ...ofAnswers } }, "published");
    const problems = github.state.answers.flatMap(({ route, status, body }) => {
      const index = keys.findIndex((known) => patternOf(known).test(route.replace("/api/v3", "")));
      const validate = ajv.getSchema(`published#/definitions/answer${index}`);
      if (!validate || published.answers[keys[index] ?? ""]?.status !== status) return [`${route} answered ${status}, which is not published`];
      void validate(JSON.parse(JSON.stringify(body)));
      return (validate.errors ?? []).map(({ instancePath, message }) => `${route}: ${instancePath} ${message}`);
    });
    expect(problems).toEqual([]);
    expect(new Set(github.state.answers.map(({ route }) => route)).size).toBe(26);
  }, 20_000);

  function patternOf(key: string): RegExp {
    return new RegExp(`^${key.replace(/\{path\}/g, "\\*").replace(/\{[^}]+\}/g, ":\\w+")}$`);
  }
});
