import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, refusal, serverlessYml, type GitService } from "./support/git-service.js";
import { deliver, pushPayload } from "./support/github-push.js";
import { addService, enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

/** The address at which the page says that the service answers. */
async function endpointOf(page: Page): Promise<string> {
  const href = await page.getByRole("list", { name: "Endpoints" }).getByRole("link").first().getAttribute("href");
  if (href === null) throw new Error("The endpoint has no address.");
  return href;
}

async function versionAt(endpoint: string): Promise<unknown> {
  const response = await fetch(`${endpoint.replace(/\/$/, "")}/version`);
  return response.ok ? ((await response.json()) as { version: unknown }).version : response.status;
}

/** How far the log had come, each time it moved, until the deployment ended. */
async function watchLog(page: Page): Promise<number[]> {
  const log = page.getByRole("log", { name: "Log" });
  const status = page.getByRole("status", { name: "State" });
  const seen: number[] = [];
  await expect(async () => {
    const seq = Number(await log.getAttribute("data-last-seq"));
    if (seen.at(-1) !== seq) seen.push(seq);
    expect(await status.textContent()).toBe("Succeeded");
  }).toPass({ intervals: [20], timeout: 90_000 });
  return seen;
}

/** Prints for three seconds, so that somebody can watch it. */
const slowBuild = `for (let part = 1; part <= 30; part += 1) {
  console.log("built part " + part);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
`;

test.describe.configure({ mode: "serial" });

test.describe("the main job, from the browser", () => {
  const service = "orders";
  let repository: GitService;
  let endpoint: string;
  let page: Page;

  test.beforeAll(async ({ browser, product }) => {
    repository = createGitService(service);
    page = await browser.newPage();
    await enter(page, product);
  });

  test.afterAll(async () => {
    await page.close();
    repository.remove();
  });

  test("a service from a repository on disk is deployed while its log arrives line by line", async ({ product }) => {
    repository.commit("Answer v1", {
      "serverless.yml": serverlessYml(service),
      "package.json": JSON.stringify({ name: service, type: "module" }),
      "src/api.js": handlerSaying("v1"),
      "build.js": slowBuild,
    });
    await addService(page, product.url, { name: service, repository: repository.path });
    await page.goto(`${product.url}/services/${service}/settings`);
    await page.getByLabel("Build command").fill("node build.js");
    await page.getByRole("button", { name: "Save the settings" }).click();
    await expect(page.getByText(/saved/i).first()).toBeVisible();
    await deployMain(page, product.url, service);
    const moments = await watchLog(page);
    expect(moments.length, `the log was seen at ${moments.join(", ")}`).toBeGreaterThan(3);

    const steps = page.getByRole("list", { name: "Steps" });
    for (const step of ["Checkout", "Compile", "Check", "Publish", "Plan", "Apply", "Verify", "Finish"]) {
      await expect(steps.getByRole("listitem").filter({ hasText: `${step}: Done` })).toContainText(/\d (ms|s)/);
    }
    endpoint = await endpointOf(page);
    expect(await versionAt(endpoint)).toBe("v1");
  });

  test("a signed push deploys by itself, once however often it is delivered", async ({ product }) => {
    const sha = repository.commit("Answer v2", { "src/api.js": handlerSaying("v2") });
    const body = pushPayload({ repositoryUrl: repository.path, branch: "main", sha });

    const forged = await deliver(product.url, { body, secret: "not the secret" });
    expect(forged.status).toBe(401);

    const deliveryId = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
    const answers = await Promise.all([1, 2, 3].map(() => deliver(product.url, { body, secret: product.webhookSecret, deliveryId })));
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202]);

    await openStage(page, product.url, service);
    await page.getByRole("link", { name: /#2/ }).first().click();
    await expectState(page, "Succeeded");
    await page.getByRole("link", { name: "by a push to main" }).click();
    await expect(page.getByText(deliveryId).first()).toBeVisible();
    expect(await versionAt(endpoint)).toBe("v2");

    await openStage(page, product.url, service);
    await expect(page.getByRole("link", { name: /#3/ })).toHaveCount(0);
  });

  test("a delivery about an unknown repository is a row that says so", async ({ product }) => {
    const body = pushPayload({ repositoryUrl: "https://github.com/nobody/nothing.git", branch: "main", sha: "0".repeat(40) });
    const strangers = body.replaceAll("Codertocat/Hello-World", "nobody/nothing");
    expect((await deliver(product.url, { body: strangers, secret: product.webhookSecret })).status).toBe(202);
    await page.goto(`${product.url}/deliveries`);
    const row = page.getByRole("list", { name: "Deliveries" }).getByRole("listitem").filter({ hasText: "nobody/nothing" });
    await expect(row).toHaveCount(1);
    await expect(row).toContainText("No repository is registered for nobody/nothing");
  });

  test("the old release comes back with one click and one answer", async ({ product }) => {
    await openDeployment(page, product.url, { service, number: 1 });
    await page.getByRole("link", { name: /^Roll back to this/ }).click();
    await expect(page.getByRole("main")).toContainText("Release 1");
    await expect(page.getByRole("table", { name: "Code" })).toContainText("api");
    await page.getByRole("button", { name: "Roll back to 1", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: /#3$/ })).toBeVisible();
    await expectState(page, "Succeeded");
    expect(await versionAt(endpoint)).toBe("v1");
  });

  test("the metrics show the invocations", async ({ product }) => {
    await page.goto(`${product.url}/services/${service}/stages/dev/metrics`);
    const invocations = page.getByRole("group", { name: "Invocations" }).or(page.getByTestId("total-invocations"));
    await expect(invocations.first()).toContainText(/[1-9]/, { timeout: 90_000 });
  });

  test("a template that breaks a mandatory rule is blocked with the rule named", async ({ product }) => {
    repository.commit("Open everything", {
      "serverless.yml": serverlessYml(
        service,
        `resources:
  Resources:
    Everything:
      Type: AWS::IAM::ManagedPolicy
      Properties:
        PolicyDocument:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: "*"
              Resource: "*"
`,
      ),
    });
    await deployMain(page, product.url, service);
    await expectState(page, "Failed");
    const alert = page.getByRole("alert").first();
    await expect(alert).toContainText("policy_blocked");
    await expect(alert).toContainText("Everything");
    expect(await versionAt(endpoint)).toBe("v1");
  });

  test("a template that CloudFormation refuses is rolled back, the first failure on top, and the stage deploys again", async ({ product }) => {
    repository.commit("Ask for the impossible", { "serverless.yml": serverlessYml(service, refusal.yml), "src/refuse.js": refusal.handler });
    await deployMain(page, product.url, service);
    await expectState(page, "Rolled back");
    const alert = page.getByRole("alert").first();
    await expect(alert).toContainText("Impossible");
    await expect(alert).toContainText("The moon is in the wrong house");
    await expect(alert).toContainText("serverless.yml");
    expect(await versionAt(endpoint)).toBe("v1");

    repository.commit("Answer v3", { "serverless.yml": serverlessYml(service), "src/api.js": handlerSaying("v3") });
    await deployMain(page, product.url, service);
    await expectState(page, "Succeeded");
    expect(await versionAt(endpoint)).toBe("v3");
  });
});

async function openStage(page: Page, url: string, service: string): Promise<void> {
  await page.goto(`${url}/services/${service}/stages/dev`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("dev");
}

async function deployMain(page: Page, url: string, service: string): Promise<void> {
  await openStage(page, url, service);
  await page.getByRole("button", { name: "Deploy main" }).click();
  await expect(page).toHaveURL(/\/deployments\/\d+$/);
}
