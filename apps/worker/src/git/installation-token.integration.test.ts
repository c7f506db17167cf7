import { openFakeGithub, type FakeGithub } from "@windlass/github/testing/fake-github/open-fake-github";
import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { createGithubApp } from "@windlass/operations/github/create-app";
import { createRepository } from "@windlass/operations/repository/create-repository";
import { createService } from "@windlass/operations/service/create-service";
import { updateService } from "@windlass/operations/service/update-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;
let github: FakeGithub;
let folder: GitFolder;

beforeAll(async () => {
  github = await openFakeGithub();
  folder = await openGitFolder();
  await folder.commit("main", sampleService("v1", "", "ghapp"));
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 17 });
});
afterAll(async () => {
  await world?.close();
  await github?.close();
  await folder?.remove();
});

it("a private repository is read with a token of its installation, which reads nothing else and is in no log", async () => {
  const shop = github.addRepository({ fullName: "acme/shop", path: folder.path });
  github.addRepository({ fullName: "acme/secret", path: folder.path });
  const { db, context, keyring } = world;
  await createService(context, { keyring, service: { name: "ghapp", rootDirectory: "", repository: { url: `${github.url}/acme/shop.git` } } });
  await createStage(context, { keyring, service: "ghapp", stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: true } });
  await world.startWorker();
  const deploy = async () => world.waitForEnd((await requestDeployment(context, { stage: { service: "ghapp", stage: "dev" } })).id);

  expect(await deploy()).toMatchObject({ state: "failed", error: { code: "repository_unreachable" } });

  const app = github.addApp({ owner: "acme" });
  const { id: appId, slug, name, owner, clientId, clientSecret, webhookSecret, privateKey } = app;
  await createGithubApp(context, { keyring, app: { baseUrl: github.url, url: `${github.url}/github-apps/${slug}`, appId, slug, name, owner, clientId, clientSecret, webhookSecret, privateKey } });
  expect(await deploy()).toMatchObject({ state: "failed", error: { code: "repository_unreachable" } });

  github.install(app, { account: "acme", repositories: [shop] });
  const done = await deploy();
  expect(done.state).toBe("succeeded");
  // What tells GitHub of the deployment has a token of its own, which is for all that the App may.
  const [token, ...others] = github.state.tokens.filter(({ repositories }) => repositories !== null);
  expect([others, token]).toMatchObject([[], { repositories: new Set([shop.id]), permissions: { contents: "read", metadata: "read" } }]);
  const { rows } = await db.pool.query<{ found: boolean }>("SELECT EXISTS (SELECT 1 FROM events WHERE payload::text LIKE '%' || $1 || '%') AS found", [token?.value]);
  expect(rows).toEqual([{ found: false }]);
});

it("a repository's own token reads it and tells GitHub of its deployments, where the App is not installed", async () => {
  const site = github.addRepository({ fullName: "acme/site", path: folder.path });
  const { context, keyring } = world;
  const accessToken = github.addToken("grace", [site]);
  const { id } = await createRepository(context, { keyring, repository: { url: `${github.url}/acme/site.git`, defaultBranch: "main", accessToken } });
  await createService(context, { keyring, service: { name: "bytoken", rootDirectory: "", repository: { id } } });
  await createStage(context, { keyring, service: "bytoken", stage: { name: "qa", account: "sandbox", region: "us-east-1", autoDeploy: false } });
  const done = await world.waitForEnd((await requestDeployment(context, { stage: { service: "bytoken", stage: "qa" } })).id);
  expect([done.state, done.error]).toEqual(["succeeded", null]);
  await vi.waitFor(() => expect(site.statuses.at(-1)).toMatchObject({ state: "success", context: "windlass / bytoken / qa", creator: { login: "grace" }, sha: done.commit?.sha }), { timeout: 20_000, interval: 100 });
  await vi.waitFor(() => expect(site.deployments.at(-1)?.statuses.at(-1)).toMatchObject({ state: "success" }), { timeout: 20_000, interval: 100 });
  expect(site.checks).toEqual([]);
});

it("submodules at the repository's own host are read with the same token, where the service asks for them", async () => {
  const [lib, whole] = [await openGitFolder(), await openGitFolder()];
  const { "serverless.yml": config = "", "hello.mjs": handler = "" } = sampleService("v1", "", "modules");
  const sha = await lib.commit("main", { "hello.mjs": handler });
  await whole.commit("main", { "serverless.yml": config.replace("hello.handler", "lib/hello.handler"), ".gitmodules": '[submodule "lib"]\n\tpath = lib\n\turl = ../lib.git\n' });
  await whole.git("update-index", "--add", "--cacheinfo", `160000,${sha},lib`);
  await whole.git("commit", "--quiet", "-m", "Take the library in");
  const served = [github.addRepository({ fullName: "acme/lib", path: lib.path }), github.addRepository({ fullName: "acme/whole", path: whole.path })];
  const { context, keyring } = world;
  const { id } = await createRepository(context, { keyring, repository: { url: `${github.url}/acme/whole.git`, defaultBranch: "main", accessToken: github.addToken("grace", served) } });
  await createService(context, { keyring, service: { name: "modules", rootDirectory: "", repository: { id } } });
  await createStage(context, { keyring, service: "modules", stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: false } });
  const deploy = async () => world.waitForEnd((await requestDeployment(context, { stage: { service: "modules", stage: "dev" } })).id);
  expect(await deploy()).toMatchObject({ state: "failed", error: { message: expect.stringContaining("lib/hello") } });
  await updateService(context, { name: "modules", change: { submodules: true } });
  const done = await deploy();
  expect([done.state, done.error]).toEqual(["succeeded", null]);
  expect((await world.log(done)).join("\n")).toContain("Checked out 1 submodule");
  await lib.remove();
  await whole.remove();
});
