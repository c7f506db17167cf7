import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml, type GitService } from "./support/git-service.js";
import { deliver, pushPayload } from "./support/github-push.js";
import { enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test, type Product } from "./support/product.js";

const service = "held";

async function createService(page: Page, product: Product, repository: GitService): Promise<void> {
  const headers = { origin: product.url };
  const api = `${product.url}/api/services`;
  const created = await page.request.post(api, { headers, data: { name: service, repository: { url: repository.path } } });
  expect(created.status(), await created.text()).toBe(201);
  const stage = { name: "dev", account: "sandbox", region: "us-east-1", branch: "main", autoDeploy: true };
  expect((await page.request.post(`${api}/${service}/stages`, { headers, data: stage })).status()).toBe(201);
}

const requestDeployment = async (page: Page, product: Product): Promise<number> => {
  const answer = await page.request.post(`${product.url}/api/services/${service}/stages/dev/deployments`, { headers: { origin: product.url }, data: {} });
  return ((await answer.json()) as { number: number }).number;
};

test("a stage is frozen, one deployment overrides that, newer pushes take the place of older ones, and a Gantt shows where the time went", async ({ page, product }) => {
  const repository = createGitService(service);
  const commit = (version: string) =>
    repository.commit(version, {
      "serverless.yml": serverlessYml(service),
      "package.json": JSON.stringify({ name: service, type: "module" }),
      "src/api.js": handlerSaying(version),
    });
  commit("v1");
  await enter(page, product);
  await createService(page, product, repository);

  await page.goto(`${product.url}/services/${service}/stages/dev/settings`);
  await page.getByRole("button", { name: "Plan a freeze…" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("Inventory");
  await form.getByRole("button", { name: "Plan the freeze" }).click();
  await expect(form.getByText("Choose when it begins.")).toBeVisible();
  await form.getByLabel("From").fill("2026-01-01T00:00");
  await form.getByLabel("Time zone").fill("Europe/Berlin");
  await form.getByRole("button", { name: "Plan the freeze" }).click();
  await expect(page.getByRole("list", { name: "Freezes" })).toContainText("Inventoryon now");
  await expect(page.getByRole("status", { name: "Held" })).toContainText("Inventory");

  const first = await requestDeployment(page, product);
  const urgent = await requestDeployment(page, product);
  await page.goto(`${product.url}/queue`);
  const waiting = page.getByRole("list", { name: "Waiting" });
  await expect(waiting.getByRole("listitem")).toHaveCount(2);
  await expect(waiting).toContainText("Frozen until the freeze is removed: Inventory");
  await waiting.getByRole("link", { name: `${service} / dev #${urgent}` }).click();
  await expect(page.getByRole("note", { name: "Waits for" })).toContainText("Place 2 in the queue");
  await page.getByRole("button", { name: "Override…" }).click();
  const confirm = page.getByRole("button", { name: `Let #${urgent} run now` });
  await expect(confirm).toBeDisabled();
  await page.getByRole("dialog").getByLabel("Reason").fill("Checkout is down");
  await confirm.click();
  await expectState(page, "Succeeded");
  await expect(page.getByText("let it run in spite of a freeze or pause")).toBeVisible();
  const log = page.getByRole("log", { name: "Log" });
  await log.press("Home");
  await expect(log).toContainText("Checkout is down");

  const gantt = page.getByRole("table", { name: "Where the time went" });
  await expect(gantt.getByRole("row", { name: /In the queue/ })).toBeVisible();
  const compile = gantt.getByRole("button", { name: "Compile" });
  if ((await compile.getAttribute("aria-expanded")) === "false") await compile.press("Enter");
  await expect(gantt.getByRole("rowheader", { name: /zip held/ })).toBeVisible();
  await page.getByRole("switch", { name: "Critical path only" }).click();
  await expect(gantt.locator('[data-critical="false"]')).toHaveCount(0);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 800 });

  const pushed: number[] = [];
  for (const version of ["v2", "v3"]) {
    const number = urgent + pushed.push(urgent + pushed.length + 1);
    await deliver(product.url, { body: pushPayload({ repositoryUrl: repository.path, branch: "main", sha: commit(version) }), secret: product.webhookSecret });
    const address = `${product.url}/api/services/${service}/stages/dev/deployments/${number}`;
    await expect.poll(async () => (await page.request.get(address)).status(), { timeout: 20_000 }).toBe(200);
  }
  await openDeployment(page, product.url, { service, number: pushed[0] ?? 0 });
  await expectState(page, "Superseded");
  await page.getByRole("link", { name: `superseded by #${pushed[1]}` }).click();
  await expect(page.getByRole("note", { name: "Waits for" })).toContainText("Place 2 in the queue");
  await page.getByRole("button", { name: "Cancel…" }).click();
  await expect(page.getByRole("dialog")).toContainText("Nothing in AWS is touched");
  await page.getByRole("button", { name: "Take out of the queue" }).click();
  await expectState(page, "Cancelled");

  await page.goto(`${product.url}/services/${service}/stages/dev/settings`);
  await page.getByRole("button", { name: "Remove Inventory" }).click();
  await expect(page.getByText("No freeze is planned.")).toBeVisible();
  await openDeployment(page, product.url, { service, number: first });
  await expectState(page, "Succeeded");
  repository.remove();
});

// F10: also of a Redis that is full, which apps/api/src/faults/health plays.
test("a server whose Redis does not work says so on every page, until it does again", async ({ page, product }) => {
  await enter(page, product);
  const troubles = page.getByRole("alert", { name: "Troubles of the server" });
  const goOn = product.pauseRedis();
  try {
    await page.goto(`${product.url}/tokens`);
    await expect(troubles).toContainText("Redis does not answer.");
    await expect(troubles).toContainText("REDIS_URL");
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    if (process.env["WINDLASS_PICTURES"] === "1") await page.screenshot({ path: "test-results/troubles.png" });
  } finally {
    goOn();
  }
  await expect(troubles).toBeHidden({ timeout: 30_000 });
});
