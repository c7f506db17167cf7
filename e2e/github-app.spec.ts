import { openFakeGithub, type FakeGithub } from "../packages/github/src/testing/fake-github/open-fake-github.js";
import type { FakeRepository } from "../packages/github/src/testing/fake-github/state.js";
import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml, type GitService } from "./support/git-service.js";
import { enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const service = "github-app-orders";

test.describe.configure({ mode: "serial" });

test.describe("GitHub, connected from the browser", () => {
  let github: FakeGithub;
  let git: GitService;
  let repository: FakeRepository;
  let page: Page;
  let head: string;

  test.beforeAll(async ({ browser, product }) => {
    github = await openFakeGithub();
    git = createGitService(service);
    head = git.commit("Answer v1", { "serverless.yml": serverlessYml(service), "src/api.js": handlerSaying("v1") });
    repository = github.addRepository({ fullName: `octocat/${service}`, path: git.path });
    github.addRepository({ fullName: "octocat/another", path: git.path });
    page = await browser.newPage();
    await enter(page, product);
  });

  test.afterAll(async () => {
    await page.close();
    await github.close();
    git.remove();
  });

  test("an App is made by one click on GitHub, installed, and disconnecting is offered", async ({ product }) => {
    await page.goto(`${product.url}/settings/github`);
    await expect(page.getByRole("heading", { name: "Connect GitHub" })).toBeVisible();
    await expect(page.getByRole("note")).toContainText("WINDLASS_PUBLIC_URL");
    await page.getByLabel("Name of the App").fill("Windlass of the e2e test");
    await page.getByLabel("GitHub", { exact: true }).fill(github.url);
    await page.getByRole("button", { name: "Connect GitHub" }).click();
    await expect(page.getByRole("heading", { name: "Create GitHub App for Windlass of the e2e test" })).toBeVisible();
    await page.getByRole("button", { name: "Create GitHub App" }).click();
    await expect(page).toHaveURL(`${product.url}/settings/github`);
    await expect(page.getByText("It is not installed anywhere yet")).toBeVisible();

    const [onGithub] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Install it on GitHub" }).click()]);
    await onGithub.getByLabel(repository.fullName).check();
    await onGithub.getByRole("button", { name: "Install" }).click();
    await expect(onGithub.getByRole("list", { name: /Installations of/ })).toContainText("octocat");
    await onGithub.close();
    await page.reload();
    await expect(page.getByText("selected repositories")).toBeVisible();
    await expect(page.getByRole("button", { name: "Disconnect…" })).toBeVisible();
  });

  test("a repository is found by search and becomes a service that deploys though it is private", async ({ product }) => {
    await page.getByLabel("Search").fill("nothing-like-this");
    await expect(page.getByText("No repository has that in its name")).toBeVisible();
    await page.getByLabel("Search").fill("ORDERS");
    await page.getByRole("link", { name: `Add service from ${repository.fullName}` }).click();
    await expect(page.getByLabel("Repository address")).toHaveValue(`${github.url}/${repository.fullName}.git`);
    await expect(page.getByLabel("Name in Windlass")).toHaveValue(service);
    await page.getByRole("button", { name: /Add the service/ }).click();
    await expect(page.getByLabel("AWS account")).toHaveValue("sandbox");
    await page.getByRole("button", { name: "Create without deploying" }).click();
    await expect(page).toHaveURL(/\/stages\/dev$/);

    await test.step("a push that the App tells of deploys it", async () => {
      const [delivery] = await github.push(repository, { branch: "main", before: null, after: head });
      expect(delivery?.statusCode).toBe(202);
      const deployment = `${product.url}/api/services/${service}/stages/dev/deployments/1`;
      await expect.poll(async () => (await page.request.get(deployment)).status(), { timeout: 60_000 }).toBe(200);
      await openDeployment(page, product.url, { service, number: 1 });
      await expectState(page, "Succeeded");
    });
    await test.step("and GitHub was told of it, which the page says", async () => {
      const part = page.locator("#github");
      await expect(part.getByText("reported")).toBeVisible({ timeout: 30_000 });
      await expect(part.getByRole("listitem").filter({ hasText: "Check run" })).toContainText("success");
      await expect(part.getByRole("listitem").filter({ hasText: "Deployment" })).toContainText("success");
      expect(repository.checks.map(({ fields }) => fields["details_url"])).toEqual([expect.stringContaining(`/services/${service}/stages/dev/deployments/1`)]);
    });
    await test.step("the repository's page switches it off", async () => {
      await page.goto(`${product.url}/repositories`);
      await page.locator("main").getByRole("link", { name: new RegExp(service) }).first().click();
      const comment = page.getByRole("switch", { name: "Comment on pull requests" });
      await comment.click();
      await expect(comment).not.toBeChecked();
      await expect(comment).toBeEnabled();
      await page.reload();
      await expect(comment).not.toBeChecked();
    });
  });

  test("the page fits a phone", async ({ product }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${product.url}/settings/github`);
    await expect(page.getByRole("link", { name: /Add service from/ })).toBeVisible();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  });

  test("a code of another walk is refused, and says what to do", async ({ product }) => {
    await page.goto(`${product.url}/settings/github/callback?code=abc&state=${"x".repeat(43)}`);
    await expect(page.getByRole("heading", { name: "GitHub is not connected" })).toBeVisible();
    await expect(page.getByRole("alert")).toContainText("Begin again");
  });
});
