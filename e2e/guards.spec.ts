import { createGitService, handlerSaying, serverlessYml } from "./support/git-service.js";
import { enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

test("a smoke request that is set in the browser puts the release before back, and the page says why", async ({ page, product }) => {
  const service = "watched-over";
  const repository = createGitService(service);
  repository.commit("First", { "serverless.yml": serverlessYml(service), "package.json": JSON.stringify({ name: service, type: "module" }), "src/api.js": handlerSaying("v1") });
  await enter(page, product);
  const headers = { origin: product.url };
  const api = `${product.url}/api/services`;
  const post = async (path: string, data: object) => {
    const answer = await page.request.post(`${api}${path}`, { headers, data });
    expect(answer.status(), await answer.text()).toBeLessThan(300);
  };
  await post("", { name: service, repository: { url: repository.path } });
  await post(`/${service}/stages`, { name: "dev", account: "sandbox", region: "us-east-1", branch: "main" });
  await post(`/${service}/stages/dev/deployments`, {});
  await openDeployment(page, product.url, { service, number: 1 });
  await expectState(page, "Succeeded");
  await expect(page.getByRole("region", { name: "Guards" })).toHaveCount(0);

  await page.goto(`${product.url}/services/${service}/stages/dev/settings`);
  await page.getByRole("button", { name: "Add a smoke request" }).click();
  await page.getByLabel("Path or URL of request 1").fill("ftp://elsewhere");
  await page.getByLabel("Path or URL of request 1").blur();
  await expect(page.getByText("Write a path that begins with a slash, or a whole http or https URL.")).toBeVisible();
  await page.getByLabel("Path or URL of request 1").fill("/version");
  await page.getByLabel("Pattern of the body of request 1").fill('"version":"v\\d"');
  await page.getByLabel("Bake time in minutes").fill("0.2");
  await page.getByRole("button", { name: "Save the guards" }).click();
  await expect(page.getByText("Guards saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Path or URL of request 1")).toHaveValue("/version");

  repository.commit("Break the answer", { "src/api.js": handlerSaying("broken") });
  await post(`/${service}/stages/dev/deployments`, {});
  await openDeployment(page, product.url, { service, number: 2 });
  await expectState(page, "Rolled back");
  const guards = page.getByRole("region", { name: "Guards" });
  await expect(guards).toContainText("Tripped", { timeout: 30_000 });
  await expect(guards.locator("li[data-verdict=tripped]")).toContainText("does not match");
  await expect(page.getByText(/A guard tripped, the smoke request GET \/version/).first()).toBeVisible();

  repository.commit("Repair it", { "src/api.js": handlerSaying("v3") });
  await post(`/${service}/stages/dev/deployments`, {});
  await openDeployment(page, product.url, { service, number: 3 });
  await expect(guards).toContainText("of the bake time left", { timeout: 60_000 });
  await expectState(page, "Succeeded");
  await expect(guards.locator("li[data-verdict=good]")).toContainText("Answered 200");
  repository.remove();
});
