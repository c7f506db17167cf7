import { createGitService } from "./support/git-service.js";
import { deliver, pushPayload } from "./support/github-push.js";
import { enter } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const config = (service: string, rest = "", broken = false): string => `service: ${service}
provider:
  name: aws
resources:
  Resources:
    Topic:
      Type: ${broken ? "Windlass::No::Such" : "AWS::SNS::Topic"}
      Properties:
        TopicName: ${service}
  Outputs:
    TopicName:
      Value: !GetAtt Topic.TopicName
${rest}`;

test("a compose file becomes services, one push deploys them in waves, and a failure skips what depends on it", async ({ page, product }) => {
  const repository = createGitService("waves-shop");
  const compose = `services:
  waves-store: { path: store }
  waves-web: { path: web, params: { STORE: "\${waves-store.TopicName}" } }
`;
  const taken = '    Taken:\n      Value: "${param:STORE}"\n';
  repository.commit("First", { "serverless-compose.yml": compose, "store/serverless.yml": config("waves-store"), "web/serverless.yml": config("waves-web", taken) });
  await enter(page, product);
  const headers = { origin: product.url };
  const { id } = (await (await page.request.post(`${product.url}/api/repositories`, { headers, data: { url: repository.path, defaultBranch: "main" } })).json()) as { id: string };

  await page.goto(`${product.url}/services/new?repository=${id}`);
  await page.getByRole("note", { name: "Compose file" }).getByRole("link").click();
  await page.getByRole("button", { name: "Look for it" }).click();
  const services = page.getByRole("list", { name: "Services of the file" });
  await expect(services.getByRole("listitem").filter({ hasText: "waves-web" }).first()).toContainText("STORE = ${waves-store.TopicName}", { timeout: 30_000 });
  await page.getByRole("button", { name: "Create 2 services" }).click();
  await expect(services.getByText("As it is")).toHaveCount(2, { timeout: 15_000 });
  await page.goto(`${product.url}/services/waves-web/settings`);
  await expect(page.getByLabel("Inputs", { exact: false })).toHaveValue("STORE=${waves-store.TopicName}");
  await page.getByLabel("Depends on", { exact: false }).fill("waves-web");
  await page.getByRole("button", { name: "Save the dependencies" }).click();
  await expect(page.getByText("waves-web → waves-web")).toBeVisible();

  const push = async (message: string, files: Record<string, string>) => {
    const sha = repository.commit(message, files);
    const body = JSON.parse(pushPayload({ repositoryUrl: repository.path, branch: "main", sha })) as Record<string, unknown>;
    const commits = [{ added: [], modified: Object.keys(files), removed: [] }];
    const answer = await deliver(product.url, { body: JSON.stringify({ ...body, created: false, before: "1".repeat(40), commits }), secret: product.webhookSecret });
    expect(answer.status).toBe(202);
  };
  const openGroup = async (number: number) => {
    await expect.poll(async () => (await page.request.get(`${product.url}/api/services/waves-web/stages/dev/deployments/${number}`)).status(), { timeout: 20_000 }).toBe(200);
    await page.goto(`${product.url}/services/waves-web/stages/dev/deployments/${number}`);
    await page.getByRole("link", { name: "Its group, wave 2" }).click();
  };
  const state = page.getByRole("status", { name: "State of the group" });
  await push("Deploy both", { "store/a": "1", "web/a": "1" });
  await openGroup(1);
  await expect(page.getByRole("list", { name: "Wave 1", exact: true })).toContainText("waves-store / dev #1");
  await expect(page.getByRole("list", { name: "Wave 2", exact: true })).toContainText("after waves-store");
  await expect(state).toHaveText("Succeeded", { timeout: 60_000 });
  await page.getByRole("link", { name: "Its delivery" }).click();
  await page.getByRole("link", { name: "See the waves" }).click();
  await expect(state).toHaveText("Succeeded");
  await page.goto(`${product.url}/services/waves-web/stages/dev/config`);
  await expect(page.getByRole("region", { name: "Inputs" })).toContainText("TopicName of waves-store/dev, release 1");

  await push("Break the store", { "store/serverless.yml": config("waves-store", "", true), "web/a": "2" });
  await openGroup(2);
  await expect(state).toHaveText("Failed", { timeout: 60_000 });
  await expect(page.getByRole("list", { name: "Wave 2", exact: true })).toContainText("Skipped: waves-store/dev #2, which it depends on, failed.");
  await page.goto(`${product.url}/repositories/${id}`);
  await page.getByRole("button", { name: "Deploy 2 services to dev" }).click();
  await expect(page.getByRole("list", { name: "Wave 2", exact: true })).toContainText("waves-web / dev #3");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 deployments to dev");
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);

  await expect(state).toHaveText("Failed", { timeout: 60_000 });
  await page.getByRole("link", { name: "Remove dev from AWS…" }).click();
  await expect(page.getByRole("list", { name: "Services" })).toContainText("waves-web-dev");
  await page.getByLabel("Type dev to confirm").fill("dev");
  await page.getByRole("button", { name: "Remove from AWS" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2 removals of dev");
  await expect(page.getByRole("list", { name: "Wave 2", exact: true })).toContainText("after waves-web");
  await expect(state).toHaveText("Succeeded", { timeout: 60_000 });
  await page.getByRole("navigation", { name: "Groups" }).or(page.getByRole("link", { name: "Groups" })).first().click();
  await expect(page.getByRole("list", { name: "Groups" }).getByRole("listitem").first()).toContainText("2 removals of dev");
  repository.remove();
});
