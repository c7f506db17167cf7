import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml, type GitService } from "./support/git-service.js";
import { deliver, pushPayload } from "./support/github-push.js";
import { enter } from "./support/pages.js";
import { expect, test, type Product } from "./support/product.js";

const service = "monorepo-orders";

async function createService(page: Page, product: Product, repository: GitService): Promise<void> {
  const headers = { origin: product.url };
  const api = `${product.url}/api/services`;
  const created = await page.request.post(api, { headers, data: { name: service, rootDirectory: "orders", repository: { url: repository.path } } });
  expect(created.status(), await created.text()).toBe(201);
  const stage = { name: "dev", account: "sandbox", region: "us-east-1", branch: "main", autoDeploy: true };
  expect((await page.request.post(`${api}/${service}/stages`, { headers, data: stage })).status()).toBe(201);
  expect((await page.request.post(`${api}/${service}/stages/dev/pause`, { headers, data: { reason: "Only what is asked for is looked at" } })).ok()).toBe(true);
}

test("a stage says which pushes and times deploy it; each delivery says what it meant, and is processed again", async ({ page, product }) => {
  const repository = createGitService(service);
  const commit = (version: string, file: string) =>
    repository.commit(version, {
      "orders/serverless.yml": serverlessYml(service),
      "orders/package.json": JSON.stringify({ name: service, type: "module" }),
      "orders/src/api.js": handlerSaying("v1"),
      [file]: version,
    });
  commit("v1", "README.md");
  await enter(page, product);
  await createService(page, product, repository);

  await page.goto(`${product.url}/services/${service}/stages/dev/settings`);
  const explanation = page.getByRole("status", { name: "What deploys" });
  await expect(explanation).toContainText("Deploys pushes of the branch main that change something in orders/.");
  await page.getByLabel("Paths").fill("(a+)+");
  await page.getByRole("button", { name: "Save the source" }).click();
  await expect(page.getByText("Use a glob such as")).toBeVisible();
  await page.getByLabel("Paths").fill("orders/**\nshared/**\n!**/*.md");
  await expect(explanation).toContainText("that change a file of orders/**, shared/** but not **/*.md.");
  await page.getByRole("button", { name: "Save the source" }).click();
  await expect(page.getByText("Source saved").first()).toBeVisible();

  const schedule = page.getByRole("region", { name: "Schedule" });
  await schedule.getByLabel("Schedule", { exact: false }).first().fill("0 0 30 2 *");
  await expect(schedule.getByText("never comes")).toBeVisible();
  await schedule.getByLabel("Schedule", { exact: false }).first().fill("0 6 * * 1-5");
  await expect(schedule.getByRole("listitem")).toHaveCount(5);
  await schedule.getByRole("button", { name: "Save the schedule" }).click();
  await expect(schedule.getByText(/^Next in /)).toBeVisible();

  const push = async (sha: string, changed: string) => {
    const body = JSON.parse(pushPayload({ repositoryUrl: repository.path, branch: "main", sha })) as Record<string, unknown>;
    const commits = [{ added: [], modified: [changed], removed: [] }];
    const answer = await deliver(product.url, { body: JSON.stringify({ ...body, created: false, before: "1".repeat(40), commits }), secret: product.webhookSecret });
    expect(answer.status).toBe(202);
  };
  await push(commit("v2", "docs/a.md"), "docs/a.md");
  await page.goto(`${product.url}/deliveries?reason=no_matching_paths`);
  await page.getByRole("link", { name: /^push delivery/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "push" })).toBeVisible();
  const decisions = page.getByRole("list", { name: "Decisions" });
  await expect(decisions).toContainText("The push changes 1 file, none of orders/**, shared/**, !**/*.md.");
  await expect(page.getByRole("region", { name: "Headers" })).toContainText("x-github-event");
  await expect(page.getByRole("region", { name: "Payload" })).toContainText('"modified": [');
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 800 });

  const headers = { origin: product.url };
  const deploys = { branches: [], tags: [], paths: ["docs/**"] };
  expect((await page.request.patch(`${product.url}/api/services/${service}/stages/dev`, { headers, data: { settings: { deploys } } })).ok()).toBe(true);
  const again = async (action: string, forced: boolean) => {
    await page.getByRole("button", { name: "Process again…" }).click();
    if (forced) await page.getByRole("switch", { name: "Deploy again what is deployed already" }).click();
    await page.getByRole("button", { name: action, exact: true }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  const deployments = decisions.getByRole("link", { name: /^Deployment #/ });
  await again("Process again", false);
  await expect(deployments).toHaveCount(1);
  await again("Process again", false);
  await expect(page.getByRole("status", { name: "Outcome" })).toContainText(`Deploys ${service}/dev.`);
  await expect(deployments).toHaveCount(1);
  await again("Process and deploy again", true);
  await expect(deployments).toHaveCount(2);

  await page.goto(`${product.url}/deliveries`);
  const search = page.getByRole("search", { name: "Deliveries" });
  await search.getByLabel("Event").fill("nothing_like_it");
  await search.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("No delivery is like that")).toBeVisible();
  await expect(page).toHaveURL(/event=nothing_like_it/);
  await search.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("list", { name: "Deliveries" })).toBeVisible();
  // Nothing may be left waiting in the queue, which other tests look at.
  for (const number of [1, 2]) await page.request.post(`${product.url}/api/services/${service}/stages/dev/deployments/${number}/cancellation`, { headers, data: {} });
  await expect.poll(async () => (await (await page.request.get(`${product.url}/api/queue`)).text()).includes(service)).toBe(false);
  repository.remove();
});
