import { readdirSync, readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { openFakeGithub, type FakeGithub } from "../packages/github/src/testing/fake-github/open-fake-github.js";
import type { FakePull, FakeRepository } from "../packages/github/src/testing/fake-github/state.js";
import { openGitFolder, type GitFolder } from "../packages/github/src/testing/git-folder.js";
import { handlerSaying, serverlessYml } from "./support/git-service.js";
import { enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test, type Product } from "./support/product.js";

const service = "pull-request-orders";
const stages = `/services/${service}/stages`;

test.describe.configure({ mode: "serial" });

/** What a build of a stranger tries to get, each told in a line of its own. */
function attack(targets: { dataDir: string; redis: URL; postgres: URL; secret: string }): string {
  const { dataDir, redis, postgres, secret } = targets;
  return `
    import { readdirSync, readFileSync } from "node:fs";
    import { connect } from "node:net";
    const reach = (host, port) => new Promise((resolve, reject) => {
      const socket = connect({ host, port: Number(port), timeout: 1500 }, () => (socket.destroy(), resolve("connected")));
      socket.once("timeout", () => socket.destroy(new Error("no answer"))).once("error", reject);
    });
    const fail = () => { throw new Error("nothing there"); };
    const attempts = {
      "the environment": () => Object.entries(process.env).find(([name, value]) => /DATABASE|REDIS_URL|MASTER|AWS_ACCESS|AWS_SECRET|AWS_SESSION|apiKey/i.test(name) || value.includes(${JSON.stringify(secret)})) ?? fail(),
      "the worker's environment": () => readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name)).map((pid) => { try { return readFileSync("/proc/" + pid + "/environ", "utf8"); } catch { return ""; } }).find((text) => text.includes("REDIS_URL")) ?? fail(),
      "the metadata address": () => reach("169.254.169.254", 80),
      "the server's files": () => readFileSync(${JSON.stringify(`${dataDir}/webhook.secret`)}, "utf8"),
      "the master key": () => readFileSync(${JSON.stringify(`${dataDir}/master.key`)}, "utf8"),
      "Redis": () => reach(${JSON.stringify(redis.hostname)}, ${JSON.stringify(redis.port)}),
      "Postgres": () => reach(${JSON.stringify(postgres.hostname)}, ${JSON.stringify(postgres.port)}),
    };
    for (const [name, attempt] of Object.entries(attempts)) {
      try { console.log("ATTEMPT " + name + ": GOT " + (await attempt())); } catch (error) { console.log("ATTEMPT " + name + ": blocked " + (error.code ?? error.message)); }
    }`;
}

const attempted = ["the environment", "the worker's environment", "the metadata address", "the server's files", "the master key", "Redis", "Postgres"];

/** Where the worker of this product reaches Redis and Postgres, by its own environment: so that a build that is kept from them is kept from what is there. */
function placesOf({ dataDir }: Product): { redis: URL; postgres: URL } {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const env = readEnvironment(pid);
    const redis = env.get("REDIS_URL");
    const postgres = env.get("DATABASE_URL");
    if (env.get("WINDLASS_DATA") === dataDir && redis !== undefined && postgres !== undefined) return { redis: new URL(redis), postgres: new URL(postgres) };
  }
  throw new Error("The worker's environment was not found.");
}

function readEnvironment(pid: string): Map<string, string> {
  try {
    const lines = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  } catch {
    return new Map();
  }
}

test.describe("a pull request", () => {
  let github: FakeGithub;
  let git: GitFolder;
  let fork: GitFolder;
  let repository: FakeRepository;
  let pull: FakePull;
  let page: Page;

  const files = (version: string) => ({ "serverless.yml": serverlessYml(service), "src/api.js": handlerSaying(version) });
  const row = (number: number) => page.getByRole("listitem", { name: `${service} #${number}` });
  const urlOf = async (number: number) => (await row(number).getByRole("link", { name: /^http/ }).getAttribute("href")) ?? "";

  test.beforeAll(async ({ browser, product }) => {
    github = await openFakeGithub();
    git = await openGitFolder();
    await git.commit("main", files("main"));
    fork = await openGitFolder(git);
    repository = github.addRepository({ fullName: `acme/${service}`, path: git.path, access: { ada: "write" } });
    page = await browser.newPage();
    await enter(page, product);
  });

  test.afterAll(async () => {
    await page.close();
    await github.close();
    await git.remove();
    await fork.remove();
  });

  test("of a repository on GitHub can have previews, once that is connected and switched on", async ({ product }) => {
    await page.goto(`${product.url}/settings/github`);
    await page.getByLabel("Name of the App").fill("Windlass of pull requests");
    await page.getByLabel("GitHub", { exact: true }).fill(github.url);
    await page.getByRole("button", { name: "Connect GitHub" }).click();
    await page.getByRole("button", { name: "Create GitHub App" }).click();
    await expect(page).toHaveURL(`${product.url}/settings/github`);
    const app = github.state.apps[0];
    if (!app) throw new Error("GitHub has no App.");
    github.install(app, { account: "acme" });

    const headers = { origin: product.url };
    const api = `${product.url}/api/services`;
    const made = await page.request.post(api, { headers, data: { name: service, repository: { url: `${github.url}/acme/${service}.git` }, buildCommand: ["node", "--eval", "import('node:fs').then(({ existsSync }) => existsSync('attack.mjs') && import('./attack.mjs'))"] } });
    expect(made.status()).toBe(201);
    await page.request.post(`${api}/${service}/stages`, { headers, data: { name: "dev", account: "sandbox", region: "us-east-1" } });
    const parameters = [{ name: "apiKey", secret: true, value: "the-secret-of-dev" }];
    await page.request.patch(`${api}/${service}/stages/dev`, { headers, data: { parameters } });

    await page.goto(`${product.url}/services/${service}/settings`);
    const settings = page.getByRole("region", { name: "Previews" });
    await settings.getByLabel("Previews of pull requests").click();
    await settings.getByLabel("Base stage").selectOption("dev");
    await settings.getByLabel("Copy secret parameters too").click();
    await settings.getByRole("button", { name: "Save previews" }).click();
    await expect(page.getByText("Previews saved")).toBeVisible();
    await settings.getByRole("link", { name: "All previews" }).click();
    await expect(page).toHaveURL(new RegExp(`/previews\\?service=${service}`));
    await expect(page.getByRole("heading", { name: "No preview is like that" })).toBeVisible();
  });

  test("gets an environment that answers, and follows its pushes", async () => {
    await git.commit("feature", files("v1"));
    pull = await github.openPull(repository, { headRef: "feature", title: "Answer otherwise", author: "ada" });
    await expect(row(1)).toContainText("Answer otherwise");
    await expect(row(1)).toContainText("pr-1 #1 succeeded", { timeout: 90_000 });
    await expect(row(1)).toContainText("Nothing while idle");
    expect(await (await fetch(`${await urlOf(1)}/version`)).json()).toEqual({ version: "v1" });

    await git.commit("feature", files("v2"));
    await github.synchronize(repository, pull);
    await expect(row(1)).toContainText("pr-1 #2 succeeded", { timeout: 90_000 });
    expect(await (await fetch(`${await urlOf(1)}/version`)).json()).toEqual({ version: "v2" });
    await row(1).getByRole("button", { name: /^Pin/ }).click();
    await expect(row(1)).toContainText("pinned by");
  });

  test("leaves nothing but its ledger when it is closed, pinned or not", async ({ product }) => {
    const gone = `${await urlOf(1)}/version`;
    await github.closePull(repository, pull, { merged: true });
    await expect(row(1)).toHaveCount(0, { timeout: 90_000 });
    expect((await fetch(gone)).status).toBeGreaterThanOrEqual(400);
    await page.getByLabel("State").selectOption("removed");
    await expect(row(1)).toContainText("The pull request is merged");
    await openDeployment(page, product.url, { service, stage: "pr-1", number: 3 });
    await expectState(page, "Succeeded");
    await page.goto(`${product.url}/services/${service}`);
    await expect(page.getByRole("heading", { level: 1, name: service })).toBeVisible();
    await expect(page.getByRole("link", { name: "pr-1", exact: true })).toHaveCount(0);
  });

  test("of a stranger waits for a person, and its build gets nothing that is the server's (S13)", async ({ product }) => {
    const script = attack({ dataDir: product.dataDir, ...placesOf(product), secret: "the-secret-of-dev" });
    const stranger = github.addRepository({ fullName: `mallory/${service}`, path: fork.path, forkOf: repository });
    const sha = await fork.commit("evil", { ...files("evil"), "attack.mjs": script, "scripts/note.txt": "1" });
    await github.openPull(repository, { headRef: "evil", title: "Only a typo", headRepository: stranger, author: "mallory" });
    await page.goto(`${product.url}/previews?service=${service}`);
    await expect(row(2)).toContainText("Waits for approval");
    await row(2).getByRole("button", { name: /^Review/ }).click();
    await expect(page.getByRole("list", { name: "Build files" })).toContainText("scripts/note.txt");
    await page.getByRole("button", { name: `Deploy ${sha.slice(0, 12)}` }).click();
    await expect(row(2)).toContainText("pr-2 #1 succeeded", { timeout: 90_000 });

    const answer = await page.request.get(`${product.url}/api${stages}/pr-2/deployments/1/events?limit=1000`);
    const log = await answer.text();
    for (const name of attempted) {
      expect(log).toContain(`ATTEMPT ${name}: blocked`);
      expect(log).not.toContain(`ATTEMPT ${name}: GOT`);
    }
    const stage: { parameters: { secret: boolean }[] } = await (await page.request.get(`${product.url}/api${stages}/pr-2`)).json();
    expect(stage.parameters).toEqual([]);

    await row(2).getByRole("button", { name: /^Remove/ }).click();
    await page.getByRole("button", { name: "Remove with all its data" }).click();
    await expect(row(2)).toHaveCount(0, { timeout: 90_000 });
  });

  test("the page fits a phone", async ({ product }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${product.url}/previews?state=removed`);
    await expect(row(2)).toBeVisible();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });
});
