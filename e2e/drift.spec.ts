import { createGitService, handlerSaying, serverlessYml } from "./support/git-service.js";
import { addService, enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const service = "drifting";

/** Changes a function as somebody does in the console: the sandbox takes Lambda's own requests, and no signature. */
async function tamper(account: { endpointUrl: string; accessKeyId: string }, functionName: string, memoryMb: number): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${account.accessKeyId}/20261128/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(`${account.endpointUrl}/2015-03-31/functions/${functionName}/configuration`, {
    method: "PUT",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ MemorySize: memoryMb }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
}

test("drift is found, put back and accepted; a release is pinned, and housekeeping says what it would take", async ({ page, product }) => {
  test.setTimeout(240_000);
  await enter(page, product);
  const repository = createGitService(service);
  repository.commit("First", { "serverless.yml": serverlessYml(service), "src/api.js": handlerSaying("v1") });
  await addService(page, product.url, { name: service, repository: repository.path });
  const headers = { origin: product.url };
  const asked = await page.request.post(`${product.url}/api/services/${service}/stages/dev/deployments`, { headers, data: {} });
  expect(asked.status()).toBe(202);
  await openDeployment(page, product.url, { service, number: 1 });
  await expectState(page, "Succeeded");
  const account = await (await page.request.get(`${product.url}/api/accounts/sandbox`)).json();
  const stage = await (await page.request.get(`${product.url}/api/services/${service}/stages/dev`)).json();
  const functionName: string = stage.functions[0].functionName;

  await page.goto(`${product.url}/services/${service}/stages/dev`);
  await page.getByRole("link", { name: "Drift", exact: true }).click();
  await expect(page.getByText("The stage was not checked yet.")).toBeVisible();
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("As released")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("1 of 1 function verified")).toBeVisible();

  await tamper(account, functionName, 777);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("1 difference", { exact: true })).toBeVisible({ timeout: 30_000 });
  const row = page.getByRole("table", { name: "Differences" }).getByRole("row", { name: /memory in MB/ });
  await expect(row).toContainText("777");
  await page.getByRole("button", { name: "Put the release back" }).click();
  await expectState(page, "Succeeded");

  await page.goto(`${product.url}/services/${service}/stages/dev/drift`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("As released")).toBeVisible({ timeout: 30_000 });
  await tamper(account, functionName, 778);
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByRole("button", { name: /^Accept: memory/ }).click({ timeout: 30_000 });
  await expect(page.getByRole("region", { name: "Accepted" })).toContainText("memory in MB");
  await expect(page.getByText("No new difference")).toBeVisible();
  await page.getByLabel("Look for drift").selectOption("60");
  await expect(page.getByText("Schedule saved")).toBeVisible();

  await page.getByRole("link", { name: "Releases", exact: true }).click();
  await page.getByRole("button", { name: "Pin release 1" }).click();
  await expect(page.getByRole("button", { name: "Unpin release 1" })).toBeVisible();

  await page.goto(`${product.url}/settings/housekeeping`);
  await expect(page.getByText("No release is to be taken.")).toBeVisible();
  await page.getByLabel("Releases to keep for each stage").fill("5");
  await page.getByRole("button", { name: "Save the rules" }).click();
  await expect(page.getByText("Rules saved")).toBeVisible();
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByRole("region", { name: "Last run" })).toBeVisible({ timeout: 60_000 });
  repository.remove();
});
