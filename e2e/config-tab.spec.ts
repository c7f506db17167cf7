import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, refusal, type GitService } from "./support/git-service.js";
import { addService, enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test, type Product } from "./support/product.js";

const service = "ledger";
const configUrl = (product: Product) => `${product.url}/services/${service}/stages/dev/config`;

/** A service whose values come from a file, from itself, from the stage and from a default. */
function config({ memory, extra = "" }: { memory: number; extra?: string }): string {
  return `service: ${service}
custom:
  table: ${service}-\${sls:stage}
provider:
  name: aws
  runtime: nodejs20.x
  memorySize: ${memory}
  environment:
    TABLE: \${self:custom.table}
    LEVEL: \${file(config/dev.yml):level}
    GREETING: \${param:greeting, 'Hello'}
functions:
  api:
    handler: src/api.handler
    timeout: 10
    events:
      - httpApi: GET /version
${extra}`;
}

const queue = `resources:
  Resources:
    Queue:
      Type: AWS::SQS::Queue
`;

test.describe.configure({ mode: "serial" });

test.describe("the Config tab", () => {
  let repository: GitService;
  let page: Page;

  const deploy = async (product: Product, number: number, state: string) => {
    await page.request.post(`${product.url}/api/services/${service}/stages/dev/deployments`, { headers: { origin: product.url }, data: {} });
    await openDeployment(page, product.url, { service, number });
    await expectState(page, state);
  };
  const tree = () => page.getByRole("tree", { name: /serverless\.yml/ });
  const row = (name: string | RegExp) => tree().getByRole("treeitem", { name });

  test.beforeAll(async ({ browser, product }) => {
    repository = createGitService(service);
    page = await browser.newPage();
    await enter(page, product);
    await addService(page, product.url, { name: service, repository: repository.path });
  });

  test.afterAll(async () => {
    await page.close();
    repository.remove();
  });

  test("says what will be here before the first deployment", async ({ product }) => {
    await page.goto(configUrl(product));
    await expect(page.getByRole("heading", { name: "Nothing was compiled yet" })).toBeVisible();
  });

  test("shows where each value came from, by mouse and by keyboard", async ({ product }) => {
    repository.commit("Open the ledger", { "serverless.yml": config({ memory: 128 }), "config/dev.yml": "level: info\n", "src/api.js": handlerSaying("v1") });
    await deploy(product, 1, "Succeeded");
    await page.getByRole("link", { name: "dev", exact: true }).first().click();
    await page.getByRole("link", { name: "Config", exact: true }).click();

    await expect(row(/\bLEVEL: info/)).toContainText("file config/dev.yml:1");
    await expect(row(/\bGREETING: Hello/)).toContainText("fallback");
    await row(/\bTABLE:/).click();
    const chain = page.getByRole("list", { name: "Where the value came from" });
    await expect(chain).toContainText("${self:custom.table}");
    await chain.getByRole("link", { name: "serverless.yml:3" }).click();
    await expect(page).toHaveURL(/at=%2Fcustom%2Ftable/);
    await expect(row(/\btable:/)).toHaveAttribute("aria-selected", "true");

    await tree().focus();
    for (const key of ["Home", "j", "ArrowLeft"]) await page.keyboard.press(key);
    await expect(row(/\bcustom:/)).toHaveAttribute("aria-expanded", "false");
    await expect(row(/\btable:/)).toHaveCount(0);
    for (const key of ["ArrowRight", "ArrowDown", "Enter"]) await page.keyboard.press(key);
    await expect(row(/\btable:/)).toHaveAttribute("aria-selected", "true");
  });

  test("finds values, and its address leads to the same place again", async ({ product }) => {
    await page.goto(configUrl(product));
    await expect(row(/\bhandler:/)).toBeVisible();
    await page.keyboard.press("/");
    await page.keyboard.type("dev.yml");
    await expect(row(/\bLEVEL:/)).toBeVisible();
    await expect(row(/\bhandler:/)).toHaveCount(0);
    await expect(page.getByText("1 match", { exact: true })).toBeVisible();
    await expect(page).toHaveURL(/q=dev\.yml/);
    await page.reload();
    await expect(row(/\bLEVEL:/)).toBeVisible();
    await page.getByLabel("Search the config").fill("no such thing");
    await expect(page.getByText("Nothing in the config has “no such thing”.")).toBeVisible();
  });

  test("leads from a resource to the line that made it, and back", async ({ product }) => {
    await page.goto(`${configUrl(product)}?view=template`);
    const template = page.getByRole("tree", { name: "Template" });
    await page.getByLabel("Search by id, type or property").fill("routekey");
    await expect(template.getByRole("treeitem", { name: /^HttpApiRouteGetVersion/ })).toBeVisible();
    await expect(template.getByRole("treeitem", { name: /^ApiLambdaFunction/ })).toHaveCount(0);
    await template.getByRole("treeitem", { name: /^HttpApiRouteGetVersion/ }).click();
    const detail = page.getByRole("article", { name: "HttpApiRouteGetVersion" });
    await expect(detail).toContainText('"RouteKey": "GET /version"');
    await detail.getByRole("list", { name: "Refers to" }).getByRole("link", { name: "HttpApiIntegrationApi" }).click();
    await page.getByRole("article", { name: "HttpApiIntegrationApi" }).getByRole("link", { name: "HttpApiRouteGetVersion" }).click();

    await detail.getByRole("link", { name: /^serverless\.yml:\d+$/ }).click();
    await expect(row(/\bhttpApi: GET \/version/)).toHaveAttribute("aria-selected", "true");
    await page.getByRole("list", { name: /^Resources that/ }).getByRole("link", { name: "HttpApiRouteGetVersion" }).click();
    await expect(detail).toBeVisible();
    await page.getByRole("link", { name: "By function" }).click();
    await expect(template.getByRole("treeitem", { name: /^api \d+$/ })).toBeVisible();
  });

  test("shows what differs between two releases, and from where", async ({ product }) => {
    await page.goto(`${configUrl(product)}?view=changes`);
    await expect(page.getByRole("heading", { name: "There is nothing to compare with yet" })).toBeVisible();

    repository.commit("Remember more", { "serverless.yml": config({ memory: 256, extra: queue }), "config/dev.yml": "level: debug\n" });
    await deploy(product, 2, "Succeeded");
    await page.goto(`${configUrl(product)}?view=changes`);
    const values = page.getByRole("list", { name: "Changed values" }).getByRole("listitem");
    await expect(values.filter({ hasText: "provider.memorySize" })).toContainText(/128.*256/s);
    await expect(values.filter({ hasText: "provider.environment.LEVEL" })).toContainText(/info.*config\/dev\.yml.*debug.*config\/dev\.yml/s);
    await expect(values).toHaveCount(3);
    const resources = page.getByRole("list", { name: "Changed resources" }).getByRole("listitem");
    await expect(resources.filter({ hasText: "Queue" })).toContainText("added");
    await expect(resources.filter({ hasText: "ApiLambdaFunction" })).toContainText(/MemorySize.*128.*256/s);

    await page.getByLabel("From").selectOption({ value: "2" });
    await expect(page.getByRole("heading", { name: "Nothing changed" })).toBeVisible();
  });

  test("is where a failed resource leads", async ({ product }) => {
    const [functions = "", resources = ""] = refusal.yml.split(/(?=^resources:)/m);
    repository.commit("Ask for the impossible", { "serverless.yml": config({ memory: 256, extra: functions + resources }), "src/refuse.js": refusal.handler });
    await deploy(product, 3, "Rolled back");
    await page.getByRole("link", { name: "Show its line in the config" }).click();
    await expect(row(/\bImpossible:/)).toHaveAttribute("aria-selected", "true");
    await expect(page.getByLabel("Release")).toHaveValue("3");
    await expect(page.getByRole("group", { name: "About resources.Resources.Impossible" })).toBeInViewport();
  });
});
