import { randomBytes, randomUUID } from "node:crypto";
import { githubRepositoriesSchema, githubStatusSchema } from "@windlass/contracts/github";
import { openFakeGithub, type FakeGithub } from "@windlass/github/testing/fake-github/open-fake-github";
import type { FakeApp, FakeRepository } from "@windlass/github/testing/fake-github/state";
import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliver } from "./testing/deliver.js";
import { signInAsAdministrator, startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
let github: FakeGithub;
let folder: GitFolder;
let shop: FakeRepository;
let url: string;
let cookie: string;

beforeAll(async () => {
  server = await startTestApp({ allowedHosts: ["127.0.0.1"] });
  url = await server.listen();
  cookie = await signInAsAdministrator(server);
  github = await openFakeGithub();
  folder = await openGitFolder();
  shop = github.addRepository({ fullName: "octocat/shop", path: folder.path });
  github.addRepository({ fullName: "octocat/site", path: folder.path, isPrivate: false });
});
afterAll(async () => {
  await server?.close();
  await github?.close();
  await folder?.remove();
});

const asAda = (options: InjectOptions) => server.call({ ...options, headers: { ...options.headers, cookie, host: new URL(url).host } });
const begin = async (payload: object = { baseUrl: github.url, name: "Windlass" }) => asAda({ method: "POST", url: "/api/github/apps/manifest", payload });
const status = async () => githubStatusSchema.parse((await asAda({ method: "GET", url: "/api/github/installations" })).json());

/** What a browser does with the page that sends the manifest, and with GitHub's page behind it. */
async function agreeOnGithub(page: string): Promise<{ code: string; state: string }> {
  const sent = await asAda({ method: "GET", url: page });
  const form = readForm(sent.body);
  const shown = await fetch(form.action, { method: "POST", body: new URLSearchParams(form.fields) });
  const second = readForm(await shown.text());
  const agreed = await fetch(new URL(second.action, github.url), { method: "POST", body: new URLSearchParams(second.fields), redirect: "manual" });
  const back = new URL(agreed.headers.get("location") ?? "");
  expect(back.origin + back.pathname).toBe(`${url}/settings/github/callback`);
  return { code: back.searchParams.get("code") ?? "", state: back.searchParams.get("state") ?? "" };
}

function readForm(html: string): { action: string; fields: Record<string, string> } {
  const text = (value: string): string => value.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  const inputs = [...html.matchAll(/name="(\w+)" value="([^"]*)"/g)];
  return { action: text(/action="([^"]+)"/.exec(html)?.[1] ?? ""), fields: Object.fromEntries(inputs.map(([, name = "", value = ""]) => [name, text(value)])) };
}

test("an App is made by GitHub's pages, for the session that began it, and once", async () => {
  const begun = (await begin()).json();
  expect(begun.manifest).toMatchObject({ hook_attributes: { url: `${url}/webhooks/github` }, default_permissions: { checks: "write" } });
  const page = await asAda({ method: "GET", url: begun.page });
  expect(page.headers["content-security-policy"]).toContain(`form-action ${github.url} 'self'`);
  expect(page.headers["content-security-policy"]).not.toContain("unsafe");

  const finish = await agreeOnGithub(begun.page);
  expect((await server.as("admin", { method: "POST", url: "/api/github/apps", payload: finish })).statusCode).toBe(404);
  expect((await server.as("admin", { method: "GET", url: begun.page })).statusCode).toBe(404);
  const both = await Promise.all([1, 2].map(() => asAda({ method: "POST", url: "/api/github/apps", payload: finish })));
  expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 404]);
  expect((await asAda({ method: "POST", url: "/api/github/apps", payload: finish })).json()).toMatchObject({ code: "not_found", hint: expect.stringContaining("Begin again") });

  const { rows } = await server.app.db.pool.query<{ row: string }>("SELECT row(a.*)::text AS row FROM github_apps a");
  const secrets = github.state.apps.flatMap(({ privateKey, webhookSecret, clientSecret }) => [privateKey, webhookSecret, clientSecret]);
  const told = [rows[0]?.row, JSON.stringify(await status())];
  expect(secrets.filter((secret) => told.some((text) => text?.includes(secret) || text?.includes(Buffer.from(secret).toString("hex"))))).toEqual([]);
  const audit = await server.app.db.prisma.auditEvent.findMany({ where: { entityType: "github_app" }, orderBy: { id: "asc" } });
  expect(audit.map(({ action }) => action)).toEqual(["github_app.requested", "github_app.created"]);
});

test.each([
  ["http://127.0.0.2", "address_refused"],
  ["https://169.254.169.254", "address_refused"],
  ["https://localhost", "address_refused"],
  ["https://github.com/login", "invalid_request"],
  ["https://user@github.com", "invalid_request"],
  ["file:///etc/passwd", "invalid_request"],
])("no App is asked for at %s", async (baseUrl, code) => {
  expect((await begin({ baseUrl, name: "Windlass" })).json()).toMatchObject({ code });
});

test("an App that is installed lists its repositories by search, and which are registered", async () => {
  expect((await status()).apps).toMatchObject([{ name: "Windlass", owner: "octocat", installations: [] }]);
  const installed = await fetch(`${github.url}/github-apps/windlass/installations/new`, { method: "POST", body: new URLSearchParams(), redirect: "manual" });
  expect(installed.headers.get("location")).toMatch(`${url}/settings/github?installation_id=`);
  expect((await status()).apps[0]?.installations).toMatchObject([{ account: "octocat", selection: "all", suspendedAt: null }]);

  const search = async (text: string) => githubRepositoriesSchema.parse((await asAda({ method: "GET", url: `/api/github/repositories?search=${text}` })).json());
  expect((await search("")).repositories.map(({ fullName }) => fullName)).toEqual(["octocat/shop", "octocat/site"]);
  const [found] = (await search("SHOP")).repositories;
  expect(found).toMatchObject({ fullName: "octocat/shop", isPrivate: true, repositoryId: null });
  const added = await asAda({ method: "POST", url: "/api/repositories", payload: { url: found?.cloneUrl } });
  expect(added.json()).toMatchObject({ provider: "github", fullName: "octocat/shop" });
  expect((await search("shop")).repositories[0]?.repositoryId).toBe(added.json().id);
});

test("deliveries of the App are accepted by its own secret, and by no other", async () => {
  const app = github.state.apps[0] as FakeApp;
  const head = await folder.git("rev-parse", "main");
  const [delivered] = await github.push(shop, { branch: "main", before: null, after: head });
  expect(delivered).toMatchObject({ event: "push", statusCode: 202 });
  const body = JSON.stringify({ ref: "refs/heads/main", repository: { full_name: "octocat/shop" } });
  const target = { "x-github-hook-installation-target-id": String(app.id), "x-github-hook-installation-target-type": "integration" };
  const send = async (secret: string, headers: Record<string, string>) => (await deliver(server, { body, secret, headers: { ...headers, "x-github-delivery": randomUUID() } })).statusCode;
  expect(await send(app.webhookSecret, target)).toBe(202);
  expect(await send(app.webhookSecret, {})).toBe(401);
  expect(await send(server.settings.webhookSecret, target)).toBe(401);
  expect(await send(server.settings.webhookSecret, { ...target, "x-github-hook-installation-target-id": "99" })).toBe(401);
  expect(await send(server.settings.webhookSecret, { "x-github-hook-installation-target-type": "repository" })).toBe(202);
  expect(await send(randomBytes(16).toString("hex"), target)).toBe(401);
});

test("what GitHub said last is shown while it cannot be asked, with the reason", async () => {
  github.fail({ path: /\/app\/installations/, answer: { status: 401, message: "Bad credentials" } });
  const [app] = (await status()).apps;
  expect(app).toMatchObject({ installations: [{ account: "octocat" }], problem: { code: "forge_credentials_refused" } });
  github.state.installations[0]!.suspended = true;
  expect((await status()).apps[0]?.installations[0]?.suspendedAt).not.toBeNull();
  github.state.installations[0]!.suspended = false;
});

test("an App that is disconnected is forgotten, and its deliveries are refused", async () => {
  const [app] = (await status()).apps;
  expect((await asAda({ method: "DELETE", url: `/api/github/apps/${app?.id}` })).statusCode).toBe(204);
  expect((await status()).apps).toEqual([]);
  const [delivered] = await github.push(shop, { branch: "main", before: null, after: await folder.git("rev-parse", "main") });
  expect(delivered).toMatchObject({ statusCode: 401 });
  expect((await asAda({ method: "DELETE", url: `/api/github/apps/${app?.id}` })).statusCode).toBe(404);
});
