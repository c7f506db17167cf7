import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WindlassError } from "@windlass/contracts/error";
import type { CheckRun, Forge } from "@windlass/contracts/forge";
import { openAppPool } from "./app/app-pool.js";
import { buildManifest, manifestAction } from "./app/build-manifest.js";
import { exchangeManifestCode } from "./app/exchange-manifest-code.js";
import { findInstallation } from "./app/find-installation.js";
import { listHookDeliveries } from "./app/list-hook-deliveries.js";
import { listInstallations } from "./app/list-installations.js";
import { listInstallationRepositories } from "./app/list-repositories.js";
import { openApp, type GithubApp } from "./app/open-app.js";
import { redeliver } from "./app/redeliver.js";
import { apiUrl, type GithubConnection } from "./client/connection.js";
import { findForge } from "./open-forge.js";
import { openTokenForge } from "./open-token-forge.js";
import { openFakeGithub, type FakeGithub } from "./testing/fake-github/open-fake-github.js";
import type { FakeApp, FakeInstallation, FakeRepository } from "./testing/fake-github/state.js";
import { openGitFolder, type GitFolder } from "./testing/git-folder.js";

let github: FakeGithub;
let folder: GitFolder;
let repository: FakeRepository;
let connection: GithubConnection;
let owner: FakeApp;
let installation: FakeInstallation;
let app: GithubApp;
let forge: Forge;
let first: string;
const fullName = "acme/shop";

beforeAll(async () => {
  github = await openFakeGithub();
  folder = await openGitFolder();
  first = await folder.git("rev-parse", "main");
  repository = github.addRepository({ fullName, path: folder.path, access: { ada: "write", grace: "admin" } });
  github.addRepository({ fullName: "acme/site", path: folder.path });
  github.addRepository({ fullName: "other/secret", path: folder.path });
  owner = github.addApp({ owner: "acme" });
  installation = github.install(owner, { account: "acme" });
  connection = { baseUrl: github.url, checkAddress: async () => {}, paced: false, retryBaseMs: 5 };
  app = openApp(connection, { appId: owner.id, privateKey: owner.privateKey });
  const found = await findForge(app, fullName);
  if (!found) throw new Error("The App is not installed.");
  forge = found;
});
afterAll(async () => {
  await github?.close();
  await folder?.remove();
});
beforeEach(() => (github.state.requests.length = 0));

const tokensMade = (): number => github.state.requests.filter(({ path }) => path.endsWith("/access_tokens")).length;

describe("the address", () => {
  it.each([
    ["https://github.com", "https://api.github.com"],
    ["https://acme.ghe.com", "https://api.acme.ghe.com"],
    ["https://git.acme.com:8443/", "https://git.acme.com:8443/api/v3"],
  ])("of %s's API is %s", (baseUrl, expected) => expect(apiUrl(baseUrl)).toBe(expected));

  it("is checked before anything is sent", async () => {
    const refused = { ...connection, checkAddress: () => Promise.reject(new WindlassError("address_refused", "no")) };
    await expect(exchangeManifestCode(refused, "x")).rejects.toMatchObject({ code: "address_refused" });
    expect(github.state.requests).toEqual([]);
  });
});

describe("a new App", () => {
  it("is made from a manifest, and its code is good for once", async () => {
    const manifest = buildManifest({ name: "Windlass of a company with a very long name", publicUrl: "https://deploy.example.com" });
    expect(manifest.name).toHaveLength(34);
    const form = new URLSearchParams({ manifest: JSON.stringify(manifest), state: "s", owner: "acme" });
    const shown = await fetch(manifestAction({ baseUrl: github.url, organization: "acme", state: "s" }), { method: "POST", body: form });
    expect(await shown.text()).toContain(`Create GitHub App for ${manifest.name}`);
    const made = await fetch(`${github.url}/settings/apps`, { method: "POST", body: form, redirect: "manual" });
    const back = new URL(made.headers.get("location") ?? "");
    expect([back.origin + back.pathname, back.searchParams.get("state")]).toEqual(["https://deploy.example.com/settings/github/callback", "s"]);
    const code = back.searchParams.get("code") ?? "";
    const created = await exchangeManifestCode(connection, code);
    expect(created).toMatchObject({ name: manifest.name, owner: "acme", webhookSecret: expect.any(String), privateKey: expect.stringContaining("RSA PRIVATE KEY") });
    expect(await listInstallations(openApp(connection, created))).toEqual([]);
    await expect(exchangeManifestCode(connection, code)).rejects.toMatchObject({ code: "forge_not_found" });
  });
});

describe("an App", () => {
  it("lists its installations, and their repositories by search", async () => {
    const [found] = await listInstallations(app);
    expect(found).toMatchObject({ id: installation.id, account: "acme", accountType: "Organization", selection: "all", suspendedAt: null });
    expect((await listInstallationRepositories(app, { installationId: installation.id })).map((row) => row.fullName)).toEqual(["acme/shop", "acme/site"]);
    const [shop, ...more] = await listInstallationRepositories(app, { installationId: installation.id, search: "SHOP" });
    expect([shop, more]).toEqual([{ fullName, cloneUrl: `${github.url}/acme/shop.git`, url: `${github.url}/acme/shop`, defaultBranch: "main", isPrivate: true, isArchived: false, description: "The repository shop" }, []]);
  });

  it("reads all pages", async () => {
    const many = Array.from({ length: 130 }, (_, index) => github.addRepository({ fullName: `big/r${index}`, path: folder.path }));
    const big = github.install(owner, { account: "big" });
    expect(await listInstallationRepositories(app, { installationId: big.id })).toHaveLength(many.length);
    github.state.installations.pop();
  });

  it("knows where it is installed", async () => {
    expect(await findInstallation(app, fullName)).toBe(installation.id);
    expect(await findInstallation(app, "other/secret")).toBeNull();
  });

  it("makes one token for many requests, a new one when GitHub refuses it, and narrow ones", async () => {
    const pool = openAppPool(connection);
    const credentials = { baseUrl: github.url, appId: owner.id, privateKey: owner.privateKey };
    const read = async () => (await findForge(pool.app(credentials), fullName))?.readBranchHeads(fullName);
    expect(await Promise.all([read(), read(), read()])).toHaveLength(3);
    expect(tokensMade()).toBe(1);
    github.expireTokens();
    expect(await read()).toEqual([{ name: "main", sha: first }]);
    expect(tokensMade()).toBe(2);
    const { token, expiresAt } = await app.createToken(installation.id, { repositories: ["shop"], permissions: { contents: "read" } });
    expect(github.state.tokens.at(-1)).toMatchObject({ value: token, repositories: new Set([repository.id]), permissions: { contents: "read" } });
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
  });

  it("finds deliveries that were missed, and has them sent again", async () => {
    owner.hookUrl = "http://127.0.0.1:1/webhooks/github";
    await github.push(repository, { branch: "main", before: null, after: first });
    const [missed] = await listHookDeliveries(app, { since: new Date(Date.now() - 60_000), limit: 100 });
    expect(missed).toMatchObject({ event: "push", isDelivered: false, isRedelivery: false });
    await redeliver(app, missed?.id ?? "");
    const rows = await listHookDeliveries(app, { since: new Date(Date.now() - 60_000), limit: 100 });
    expect(rows.map(({ guid, isRedelivery }) => [guid, isRedelivery])).toEqual([[missed?.guid, true], [missed?.guid, false]]);
    expect(await listHookDeliveries(app, { since: new Date(Date.now() + 60_000), limit: 100 })).toEqual([]);
    owner.hookUrl = null;
  });
});

describe("a repository", () => {
  it("has a description, branches, files and people", async () => {
    expect(await forge.readRepository(fullName)).toMatchObject({ fullName, defaultBranch: "main" });
    expect(await forge.readBranchHeads(fullName)).toEqual([{ name: "main", sha: first }]);
    expect((await forge.readFile({ fullName, path: "src/größe.txt", ref: "main" }))?.toString()).toBe("a\nb\n");
    expect(await forge.readFile({ fullName, path: "nope", ref: "main" })).toBeNull();
    await expect(forge.readFile({ fullName, path: "src", ref: "main" })).rejects.toMatchObject({ code: "forge_rejected" });
    const permissions = await Promise.all(["ada", "grace", "stranger"].map((login) => forge.readPermission({ fullName, login })));
    expect(permissions).toEqual(["write", "admin", "none"]);
    // (S14) A login that is somebody else's by now has none of the rights of whom it was.
    const id = String(github.state.userId("ada"));
    expect([await forge.readPermission({ fullName, login: "ada", id }), await forge.readPermission({ fullName, login: "ada", id: "4711" })]).toEqual(["write", "none"]);
  });

  it("has pull requests, of forks too, and the files that they change", async () => {
    const fork = await openGitFolder(folder);
    const forked = github.addRepository({ fullName: "stranger/shop", path: fork.path, forkOf: repository });
    await folder.commit("feature/x", { "serverless.yml": "service: shop2\n", "src/größe.txt": null, "src/grösse.txt": "a\nb\n", "new.txt": "1\n2\n" });
    await fork.commit("evil", { "evil.txt": "1\n" });
    const own = await github.openPull(repository, { headRef: "feature/x", labels: ["preview"] });
    const foreign = await github.openPull(repository, { headRef: "evil", headRepository: forked, author: "stranger", isDraft: true });
    await github.closePull(repository, await github.openPull(repository, { headRef: "feature/x" }), { merged: true });
    const open = await forge.listOpenPullRequests(fullName);
    expect(open.map(({ number, isFork, isDraft, labels, author }) => ({ number, isFork, isDraft, labels, author: author?.login }))).toEqual([
      { number: foreign.number, isFork: true, isDraft: true, labels: [], author: "stranger" },
      { number: own.number, isFork: false, isDraft: false, labels: ["preview"], author: "octocat" },
    ]);
    expect(await forge.readPullRequest({ fullName, number: 3 })).toMatchObject({ state: "merged", base: { ref: "main" } });
    expect(open[0]?.head).toEqual({ sha: foreign.headSha, ref: "evil", repository: "stranger/shop" });
    expect(await forge.listPullRequestFiles({ fullName, number: own.number })).toEqual([
      { path: "new.txt", previousPath: null, status: "added", additions: 2, deletions: 0 },
      { path: "serverless.yml", previousPath: null, status: "modified", additions: 1, deletions: 1 },
      { path: "src/grösse.txt", previousPath: "src/größe.txt", status: "renamed", additions: 0, deletions: 0 },
    ]);
    await fork.remove();
  });
});

describe("what Windlass reports", () => {
  it("is a status, cut to what GitHub takes", async () => {
    await forge.writeStatus({ fullName, sha: first, state: "success", context: "windlass/dev", description: "x".repeat(500), url: "https://deploy.example.com/1" });
    expect(repository.statuses.at(-1)).toMatchObject({ state: "success", context: "windlass/dev", description: `${"x".repeat(139)}…` });
  });

  it("is a check run with as many annotations as there are, 50 at a time, that ends with the last", async () => {
    const annotations = Array.from({ length: 120 }, (_, index) => ({ path: "serverless.yml", startLine: index + 1, endLine: index + 1, level: "warning" as const, title: "t", message: "m" }));
    const check: CheckRun = { fullName, id: null, name: "Windlass", sha: first, externalId: "deployment-1", status: { conclusion: "failure" }, title: "3 findings", summary: "s", url: null, annotations };
    const { id, url } = await forge.writeCheck(check);
    const [stored] = repository.checks;
    expect([String(stored?.id), url]).toEqual([id, expect.stringContaining("/runs/")]);
    expect(stored?.annotations).toHaveLength(120);
    expect(stored?.fields).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(github.state.requests.filter(({ path }) => path.includes("/check-runs")).map(({ method }) => method)).toEqual(["POST", "PATCH", "PATCH"]);
    await forge.writeCheck({ ...check, id, status: "in_progress", annotations: [] });
    expect(repository.checks).toHaveLength(1);
    expect(await forge.findCheck({ ...check, externalId: "deployment-1" })).toMatchObject({ id, annotationCount: 120 });
    expect(await forge.findCheck({ ...check, externalId: "deployment-2" })).toBeNull();
  });

  it("adds no annotation twice for an answer that got lost", async () => {
    const check = { fullName, id: String(repository.checks[0]?.id), name: "Windlass", sha: first, externalId: "deployment-1", status: "in_progress", title: "t", summary: "s", url: null } as const;
    github.fail({ method: "PATCH", path: /\/check-runs/, answer: { status: 502, message: "Bad gateway" } });
    github.state.requests.length = 0;
    const annotations = [{ path: "a", startLine: 1, endLine: 1, level: "notice" as const, title: "t", message: "m" }];
    await expect(forge.writeCheck({ ...check, annotations })).rejects.toMatchObject({ code: "forge_unreachable" });
    expect(github.state.requests.map(({ method }) => method)).toEqual(["PATCH"]);
  });

  it("is a sign on a comment, made once", async () => {
    const pull = await github.openPull(repository, { headRef: "feature/x" });
    await github.comment(repository, pull, { login: "ada", body: "/windlass help" });
    const comment = repository.comments.at(-1);
    const reaction = { fullName, number: pull.number, commentId: String(comment?.id), reaction: "eyes" } as const;
    await forge.react(reaction);
    await forge.react(reaction);
    expect(comment?.reactions).toEqual([{ login: expect.stringContaining("[bot]"), content: "eyes" }]);
  });

  it("is one comment, edited in place, and nobody else's with the same marker", async () => {
    const pull = await github.openPull(repository, { headRef: "feature/x" });
    const place = { fullName, number: pull.number, marker: "shop" };
    await github.comment(repository, pull, { login: "mallory", body: "<!-- windlass:shop -->\nhello" });
    expect(await forge.findOwnComment(place)).toBeNull();
    const made = await forge.writeComment({ ...place, body: "first" });
    expect(await forge.writeComment({ ...place, body: "y".repeat(100_000) })).toMatchObject({ id: made.id });
    const own = repository.comments.filter(({ issue, appId }) => issue === pull.number && appId === owner.id);
    expect(own).toHaveLength(1);
    expect(own[0]?.body).toHaveLength(65_536);
    github.state.requests.length = 0;
    await forge.writeComment({ ...place, body: "y".repeat(100_000) });
    expect(github.state.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  it("is a deployment and how it stands", async () => {
    const id = await forge.createDeployment({ fullName, sha: first, environment: "pr-1", externalId: "deployment-7", description: "Preview", isProduction: false, isTransient: true });
    expect(await forge.findDeployment({ fullName, sha: first, environment: "pr-1", externalId: "deployment-7" })).toBe(id);
    expect(await forge.findDeployment({ fullName, sha: first, environment: "pr-1", externalId: "deployment-8" })).toBeNull();
    await forge.writeDeploymentStatus({ fullName, deploymentId: id, state: "success", description: "Up", logUrl: "https://deploy.example.com", environmentUrl: "https://pr-1.example.com" });
    expect(repository.deployments[0]).toMatchObject({ fields: { environment: "pr-1", transient_environment: true }, statuses: [{ state: "success", environment_url: "https://pr-1.example.com" }] });
  });
});

describe("a repository's own access token", () => {
  it("is a forge too: it reads, writes statuses, deployments and its person's one comment, and no check runs", async () => {
    const pull = await github.openPull(repository, { headRef: "feature/x" });
    const byToken = openTokenForge(connection, github.addToken("grace", [repository]));
    expect(await byToken.readRepository(fullName)).toMatchObject({ fullName });
    expect(await byToken.readPermission({ fullName, login: "ada" })).toBe("write");
    expect((await byToken.listOpenPullRequests(fullName)).map(({ number }) => number)).toContain(pull.number);
    await byToken.writeStatus({ fullName, sha: first, state: "success", context: "windlass/token", description: "Up", url: null });
    expect(repository.statuses.at(-1)).toMatchObject({ context: "windlass/token", creator: { login: "grace" } });
    const place = { fullName, number: pull.number, marker: "shop" };
    await github.comment(repository, pull, { login: "mallory", body: "<!-- windlass:shop -->\nhello" });
    await forge.writeComment({ ...place, body: "the App's" });
    expect(await byToken.findOwnComment(place)).toBeNull();
    const made = await byToken.writeComment({ ...place, body: "first" });
    expect(await byToken.writeComment({ ...place, body: "second" })).toMatchObject({ id: made.id });
    expect(repository.comments.filter(({ issue, login }) => issue === pull.number && login === "grace").map(({ body }) => body)).toEqual(["<!-- windlass:shop -->\nsecond"]);
    const id = await byToken.createDeployment({ fullName, sha: first, environment: "dev", externalId: "deployment-9", description: "", isProduction: false, isTransient: false });
    await byToken.writeDeploymentStatus({ fullName, deploymentId: id, state: "success", description: "Up", logUrl: null, environmentUrl: null });
    const check: CheckRun = { fullName, id: null, name: "Windlass", sha: first, externalId: "deployment-9", status: "in_progress", title: "t", summary: "s", url: null };
    await expect(byToken.writeCheck(check)).rejects.toMatchObject({ code: "forge_denied" });
    expect(await byToken.findCheck(check)).toBeNull();
    expect(github.state.requests.filter(({ path }) => path.endsWith("/user"))).toHaveLength(1);
    await expect(byToken.readRepository("other/secret")).rejects.toMatchObject({ code: "forge_not_found" });
    await expect(openTokenForge(connection, "github_pat_wrong").readRepository(fullName)).rejects.toMatchObject({ code: "forge_credentials_refused" });
  });
});

describe("trouble", () => {
  const branches = /\/branches/;
  const heads = () => forge.readBranchHeads(fullName);

  it.each([
    ["no such repository", () => forge.readRepository("acme/none"), "forge_not_found"],
    ["a repository elsewhere", () => forge.readRepository("other/secret"), "forge_not_found"],
    ["a name that is none", () => forge.readRepository("../../app"), "invalid_request"],
    ["a commit that is not there", () => forge.writeStatus({ fullName, sha: "f".repeat(40), state: "error", context: "c", description: "", url: null }), "forge_rejected"],
  ])("%s", async (_name, act, code) => {
    await expect(act()).rejects.toMatchObject({ code });
  });

  it("a permission that the App lacks is named", async () => {
    owner.permissions["statuses"] = "read";
    github.expireTokens();
    const error = await forge.writeStatus({ fullName, sha: first, state: "error", context: "c", description: "", url: null }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "forge_denied", hint: expect.stringContaining("statuses=write") });
    owner.permissions["statuses"] = "write";
    github.expireTokens();
  });

  it("a key that is not the App's", async () => {
    const stranger = openApp(connection, { appId: owner.id, privateKey: github.addApp().privateKey });
    await expect(listInstallations(stranger)).rejects.toMatchObject({ code: "forge_credentials_refused" });
  });

  it("an hour's limit that is used up says until when", async () => {
    Object.assign(github.state.rateLimit, { remaining: 0, resetAtMs: Date.now() + 600_000 });
    const error = await heads().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "forge_rate_limited", extra: { retryAfterSeconds: expect.closeTo(600, -1) } });
    github.state.rateLimit.remaining = 5_000;
  });

  it("a short limit is waited for", async () => {
    github.fail({ path: branches, answer: { status: 403, message: "You have exceeded a secondary rate limit", headers: { "retry-after": "1" } } });
    const paced = openApp({ ...connection, paced: true }, { appId: owner.id, privateKey: owner.privateKey });
    expect(await (await findForge(paced, fullName))?.readBranchHeads(fullName)).toContainEqual({ name: "main", sha: first });
  });

  it("a 5xx and a broken connection are tried again, twice", async () => {
    github.fail({ path: branches, answer: { status: 502, message: "Bad gateway" } });
    github.fail({ path: branches, answer: "drop" });
    expect(await heads()).toContainEqual({ name: "main", sha: first });
    github.fail({ path: branches, answer: "drop", times: 3 });
    await expect(heads()).rejects.toMatchObject({ code: "forge_unreachable" });
  });

  it("a comment is not made twice for an answer that got lost", async () => {
    const number = repository.pulls[0]?.number ?? 0;
    github.fail({ method: "POST", path: /\/comments$/, answer: { status: 502, message: "Bad gateway" } });
    await expect(forge.writeComment({ fullName, number, marker: "lost", body: "x" })).rejects.toMatchObject({ code: "forge_unreachable" });
    expect(github.state.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
  });

  it("no redirect to another host takes the token along", async () => {
    github.fail({ path: branches, answer: { status: 301, message: "Moved", headers: { location: "http://127.0.0.2:1/" } }, times: 9 });
    await expect(heads()).rejects.toMatchObject({ code: "forge_unreachable", message: expect.stringContaining("sends elsewhere") });
    github.state.failures.length = 0;
  });

  it("says no token and no key in any error", async () => {
    github.fail({ path: branches, answer: { status: 422, message: "Validation Failed" } });
    const error = await heads().catch((thrown: unknown) => thrown);
    const told = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? error.stack : ""}`;
    expect(told).toContain("Validation Failed");
    expect(github.state.tokens.filter(({ value }) => told.includes(value))).toEqual([]);
    expect(error).not.toHaveProperty("cause");
  });
});
