import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml, type GitService } from "./support/git-service.js";
import { addService, enter, expectState } from "./support/pages.js";
import { expect, test, type Product } from "./support/product.js";

const service = "guarded";
const queue = "resources:\n  Resources:\n    Orders: { Type: AWS::SQS::Queue }\n";

test.describe.configure({ mode: "serial" });

test.describe("a plan that waits for people", () => {
  let repository: GitService;
  let page: Page;

  test.beforeAll(async ({ browser, product }) => {
    repository = createGitService(service);
    repository.commit("Answer v1", {
      "serverless.yml": serverlessYml(service, queue),
      "package.json": JSON.stringify({ name: service, type: "module" }),
      "src/api.js": handlerSaying("v1"),
    });
    page = await browser.newPage();
    await enter(page, product);
    await addService(page, product.url, { name: service, repository: repository.path });
  });

  test.afterAll(async () => {
    await page.close();
    repository.remove();
  });

  test("is approved in the browser, with the keyboard", async ({ product }) => {
    await page.goto(`${product.url}/services/${service}/stages/dev/settings`);
    const rules = page.getByRole("region", { name: "Approval" });
    await rules.getByText("Always", { exact: true }).click();
    await rules.getByRole("switch", { name: "Who asked may approve" }).click();
    await rules.getByRole("button", { name: "Save the approval rules" }).click();
    await expect(page.getByText("Approval rules saved")).toBeVisible();

    await page.goto(`${product.url}/services/${service}/stages/dev`);
    await page.getByRole("button", { name: "Deploy main" }).click();
    await expect(page.getByRole("status", { name: "State" })).toHaveText("Waits for approval", { timeout: 90_000 });
    await expect(page.getByRole("region", { name: /^Added/ })).toContainText("Orders");
    await expect(page.getByRole("region", { name: /^Rights and network/ })).toContainText("lambda.amazonaws.com to sts:AssumeRole");
    await expect(page.getByRole("region", { name: /^Code/ })).toContainText("api");
    await expect(page.getByRole("region", { name: "Budget" })).toContainText("/ 500");
    await page.goto(`${product.url}/services/${service}/stages/dev`);
    await page.getByRole("link", { name: "Read the plan" }).click();
    await expect(page.getByRole("button", { name: "Approve this plan" })).toBeVisible();
    await page.keyboard.press("a");
    await page.keyboard.type("looks right");
    await page.keyboard.press("Control+Enter");
    await expectState(page, "Succeeded");
    await expect(page.getByRole("list", { name: "Decisions" })).toContainText("Grace Hopper approved");
    await expect(page.getByRole("list", { name: "Decisions" })).toContainText("looks right");
  });

  test("is previewed and approved from the command line", async ({ product }) => {
    const windlass = await openCommandLine(page, product);
    repository.commit("No queue", { "serverless.yml": serverlessYml(service), "src/api.js": handlerSaying("v2") });
    const planned = await windlass(["plan", service, "dev"]);
    expect(planned).toMatch(/Removed\n\s+- Orders {2}AWS::SQS::Queue {2}\(holds data\)/);
    expect(planned).toMatch(/resources +\d+ \/ 500, −1/);
    const deployment = JSON.parse(await windlass(["deploy", service, "dev", "--json"])) as { number: number };
    const number = String(deployment.number);
    await expect(async () => expect(await windlass(["show", service, "dev", number])).toContain("awaiting_approval")).toPass({ timeout: 90_000 });
    expect(await windlass(["approve", service, "dev", number, "--comment", "nobody uses it"])).toContain("is approved and goes on");
    await page.goto(`${product.url}/services/${service}/stages/dev/deployments/${number}`);
    await expectState(page, "Succeeded");
    await expect(page.getByRole("list", { name: "Decisions" })).toContainText("nobody uses it");
  });

  test("is rejected with a reason", async ({ product }) => {
    repository.commit("Answer v3", { "src/api.js": handlerSaying("v3") });
    await page.goto(`${product.url}/services/${service}/stages/dev`);
    await page.getByRole("button", { name: "Deploy main" }).click();
    await page.getByRole("button", { name: "Reject it" }).click({ timeout: 90_000 });
    await expect(page.getByText("Say why, so that it can be changed.")).toBeVisible();
    await page.getByLabel("Comment").fill("not before Monday");
    await page.getByRole("button", { name: "Reject it" }).click();
    await expectState(page, "Rejected");
    await expect(page.getByRole("note", { name: "Rejected" })).toContainText("Rejected by Grace Hopper: not before Monday");
  });
});

async function openCommandLine(page: Page, product: Product): Promise<(args: string[]) => Promise<string>> {
  const created = await page.request.post(`${product.url}/api/tokens`, { headers: { origin: product.url }, data: { name: "approver" } });
  const { token } = (await created.json()) as { token: string };
  const env = { ...process.env, WINDLASS_SERVER: product.url, WINDLASS_TOKEN: token, NO_COLOR: "1" };
  return async (args) => (await promisify(execFile)(process.execPath, [join(import.meta.dirname, "../bin/windlass"), ...args], { env, timeout: 150_000 })).stdout;
}
