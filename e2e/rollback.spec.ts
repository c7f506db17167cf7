import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml, type GitService } from "./support/git-service.js";
import { addService, enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

test.describe.configure({ mode: "serial" });

test.describe("roll-back and promotion, from the browser", () => {
  const service = "journal";
  let repository: GitService;
  let page: Page;

  test.beforeAll(async ({ browser, product }) => {
    repository = createGitService(service);
    repository.commit("Answer v1", { "serverless.yml": serverlessYml(service), "package.json": JSON.stringify({ name: service, type: "module" }), "src/api.js": handlerSaying("v1") });
    page = await browser.newPage();
    await enter(page, product);
    await addService(page, product.url, { name: service, repository: repository.path });
    await deploy(page, product.url);
    repository.commit("Answer v2", { "src/api.js": handlerSaying("v2") });
    await deploy(page, product.url);
  });

  test.afterAll(async () => {
    await page.close();
    repository.remove();
  });

  async function deploy(on: Page, url: string): Promise<void> {
    await on.goto(`${url}/services/${service}/stages/dev`);
    await on.getByRole("button", { name: "Deploy main" }).click();
    await expect(on).toHaveURL(/\/deployments\/\d+$/);
    await expectState(on, "Succeeded");
  }

  /** Asks the API as the page does. */
  const ask = (path: string, body: object): Promise<number> =>
    page.evaluate(async ({ path: to, body: what }) => (await fetch(to, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(what) })).status, { path, body });

  test("one function alone gets its code, and the stage says so until a deployment ends the difference", async ({ product }) => {
    const stagePage = `${product.url}/services/${service}/stages/dev`;
    expect(await ask(`/api/services/${service}/stages/dev/rollbacks`, { to: 1, functions: ["api"] })).toBe(202);
    await openDeployment(page, product.url, { service, number: 3 });
    await expectState(page, "Succeeded");
    await expect(page.getByRole("region", { name: "Functions" })).toContainText("They run the code of release 1; the stack stays of release 2");
    await page.goto(stagePage);
    const notice = page.getByRole("status", { name: "Code of functions" });
    await expect(notice).toContainText("Function api runs the code of release 1, the stack is of release 2");
    await deploy(page, product.url);
    await page.goto(stagePage);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("dev");
    await expect(notice).toHaveCount(0);
  });

  test("a roll-back shows its plan first, and the code is back before the stack", async ({ product }) => {
    await openDeployment(page, product.url, { service, number: 1 });
    await page.getByRole("link", { name: /^Roll back to this/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: `Roll back ${service} / dev to 1?` })).toBeVisible();
    await expect(page.getByText("Only code differs")).toBeVisible();
    await expect(page.getByText(/still in the bucket/)).toBeVisible();
    await expect(page.getByRole("table", { name: "Code" })).toContainText("api");
    await expect(page.getByRole("region", { name: "Resources" })).toContainText("ApiLambdaFunction");
    await expect(page.getByRole("region", { name: "Parameters and secrets" })).toBeVisible();
    await page.getByRole("button", { name: "Roll back to 1", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: /#5$/ })).toBeVisible();
    await expectState(page, "Succeeded");
    await expect(page.getByRole("status", { name: "Code" })).toContainText(/Code back after .+, the stack is settled/);
  });

  test("a promotion brings the same bytes to another stage and shows the proof", async ({ product }) => {
    expect(await ask(`/api/services/${service}/stages`, { name: "prod", account: "sandbox", region: "us-east-1" })).toBe(201);
    await openDeployment(page, product.url, { service, number: 2 });
    await page.getByRole("button", { name: "Promote to…" }).click();
    await page.getByRole("menuitem", { name: /prod/ }).click();
    await expect(page).toHaveURL(/\/stages\/prod\/deployments\/1$/);
    await expectState(page, "Succeeded");
    const proof = page.getByRole("region", { name: "Promoted from dev #2" });
    await expect(proof).toContainText("1 of 1 functions identical");
    await expect(proof.getByRole("table", { name: "Promoted code" })).toContainText("identical, the very same object");
  });

  test("a release whose code is gone from the bucket names it, and cannot be asked for", async ({ product }) => {
    const answer = await page.request.get(`${product.url}/api/services/${service}/stages/dev/rollback-preview?to=2`);
    const preview = (await answer.json()) as { functions: { name: string; after: { hash: string } }[] };
    const hash = preview.functions[0]?.after.hash ?? "";
    const key = `services/${service}/dev/${service}/${hash}.zip`;
    expect((await fetch(`${product.sandboxUrl}/windlass-000000000000-us-east-1/${key}`, { method: "DELETE" })).ok).toBe(true);
    await page.goto(`${product.url}/services/${service}/stages/dev/rollback?to=2`);
    await expect(page.getByRole("alert")).toContainText("code of api");
    await expect(page.getByRole("alert")).toContainText(hash);
    await expect(page.getByRole("button", { name: "Roll back to 2", exact: true })).toBeDisabled();
  });
});
