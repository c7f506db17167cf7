import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml, type GitService } from "./support/git-service.js";
import { enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

/** Each mistake, and what the deployment's page must say about it. */
const mistakes: { title: string; files: Record<string, string>; says: (RegExp | string)[] }[] = [
  {
    title: "a YAML syntax error",
    files: { "serverless.yml": "service: broken\nprovider:\n  name: aws\n functions: {\n" },
    says: ["config_invalid", /serverless\.yml:(3|4|5)(:\d+)?/],
  },
  {
    title: "an unknown variable",
    files: { "serverless.yml": serverlessYml("broken", "custom:\n  table: ${self:custom.nowhere}\n") },
    says: ["config_invalid", "self:custom.nowhere", /serverless\.yml:\d+/],
  },
  {
    title: "a handler file that is missing",
    files: { "serverless.yml": serverlessYml("broken").replace("src/api.handler", "src/nothing.handler") },
    says: ["config_invalid", "src/nothing", /serverless\.yml:\d+/],
  },
  {
    title: "no config file at all",
    files: { "README.md": "nothing here" },
    says: ["config_not_found", "serverless.yml"],
  },
];

test.describe("bad input gets its clear error", () => {
  const headers = (url: string) => ({ origin: url });
  const repositories: GitService[] = [];
  let page: Page;

  test.beforeAll(async ({ browser, product }) => {
    page = await browser.newPage();
    await enter(page, product);
  });

  async function addStage(url: string, service: string, repository: string, account = "sandbox"): Promise<void> {
    const created = await page.request.post(`${url}/api/services`, { headers: headers(url), data: { name: service, repository: { url: repository } } });
    expect(created.status(), await created.text()).toBe(201);
    const stage = { name: "dev", account, region: "us-east-1", branch: "main" };
    const made = await page.request.post(`${url}/api/services/${service}/stages`, { headers: headers(url), data: stage });
    expect(made.status(), await made.text()).toBe(201);
  }

  async function deployAndFail(url: string, service: string) {
    const asked = await page.request.post(`${url}/api/services/${service}/stages/dev/deployments`, { headers: headers(url), data: {} });
    expect(asked.status(), await asked.text()).toBe(202);
    await openDeployment(page, url, { service, number: 1 });
    await expectState(page, "Failed");
    return page.getByRole("alert").first();
  }

  test.afterAll(async () => {
    await page.close();
    for (const repository of repositories) repository.remove();
  });

  for (const [index, { title, files, says }] of mistakes.entries()) {
    test(title, async ({ product }) => {
      const service = `broken-${index}`;
      const repository = createGitService(service);
      repositories.push(repository);
      repository.commit("Make a mistake", { "src/api.js": handlerSaying("v1"), ...files });
      await addStage(product.url, service, repository.path);
      const alert = await deployAndFail(product.url, service);
      for (const text of says) await expect(alert).toContainText(text);
    });
  }

  test("a repository that cannot be cloned", async ({ product }) => {
    await addStage(product.url, "nowhere", "/srv/git/there-is-no-such-repository");
    const alert = await deployAndFail(product.url, "nowhere");
    await expect(alert).toContainText("repository_unreachable");
    await expect(alert).toContainText("/srv/git/there-is-no-such-repository");
  });

  test("credentials that AWS refuses, or an endpoint that does not answer", async ({ product }) => {
    const account = { kind: "keys", name: "gone", accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x".repeat(40), endpointUrl: "http://127.0.0.1:9" };
    const made = await page.request.post(`${product.url}/api/accounts`, { headers: headers(product.url), data: account });
    expect(made.status(), await made.text()).toBe(201);
    await page.goto(`${product.url}/accounts`);
    await page.getByRole("main").getByRole("link", { name: "gone" }).click();
    await page.getByRole("button", { name: /^Verify/ }).click();
    await expect(page.getByText(/did not answer|could not be reached|unreachable/i).first()).toBeVisible();
  });

  test("a stage that is busy is waited for, and says by what", async ({ product }) => {
    const service = "busy";
    const repository = createGitService(service);
    repositories.push(repository);
    const files = { "serverless.yml": serverlessYml(service), "package.json": JSON.stringify({ name: service, type: "module" }) };
    repository.commit("Build for ever", { ...files, "src/api.js": handlerSaying("v1"), "build.js": "setInterval(() => undefined, 1_000);\n" });
    await addStage(product.url, service, repository.path);
    await page.request.patch(`${product.url}/api/services/${service}`, { headers: headers(product.url), data: { buildCommand: ["node", "build.js"] } });
    const deployments = `${product.url}/api/services/${service}/stages/dev/deployments`;
    await page.request.post(deployments, { headers: headers(product.url), data: {} });
    const buildOfFirst = async () => (await (await page.request.get(`${deployments}/1`)).json()).steps.find(({ name }: { name: string }) => name === "build").state;
    await expect.poll(buildOfFirst, { timeout: 60_000 }).toBe("running");
    repository.commit("Build at once", { "build.js": "" });
    await page.request.post(deployments, { headers: headers(product.url), data: {} });
    await openDeployment(page, product.url, { service, number: 2 });
    await expect(page.getByText(/#1/).first()).toBeVisible();
    await expect(page.getByRole("status", { name: "State" })).toHaveText("Queued");
    await page.request.post(`${deployments}/1/cancellation`, { headers: headers(product.url), data: {} });
    await expectState(page, "Succeeded");
  });
});
