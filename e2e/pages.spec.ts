import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml, type GitService } from "./support/git-service.js";
import { enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const service = "gallery";
const stage = `/services/${service}/stages/dev`;
/** As long as a name may be, for pages must not grow with it. Its deployment fails, so that it needs attention. */
const longName = `a-${"very-".repeat(11)}long`;

/** A group of deployments, and the compose file of the repository: their ids are known once they are there. */
const made = { group: "", repository: "" };

/** Every page of the dashboard that a signed-in person can open, and what shows that it is there. */
const pages = (): Record<string, string> => ({
  home: "/",
  queue: "/queue",
  previews: "/previews",
  "service-new": "/services/new",
  service: `/services/${service}`,
  "long-name": `/services/${longName}`,
  "long-name-deployment": `/services/${longName}/stages/dev/deployments/1`,
  "service-settings": `/services/${service}/settings`,
  "stage-new": `/services/${service}/new-stage`,
  stage,
  "stage-metrics": `${stage}/metrics`,
  "stage-functions": `${stage}/functions`,
  "stage-config": `${stage}/config?at=%2Ffunctions%2Fapi`,
  "stage-config-template": `${stage}/config?view=template&at=ApiLambdaFunction`,
  "stage-config-changes": `${stage}/config?view=changes`,
  "stage-policies": `${stage}/policies`,
  "stage-outputs": `${stage}/outputs`,
  "stage-drift": `${stage}/drift`,
  "stage-releases": `${stage}/releases`,
  "stage-settings": `${stage}/settings`,
  "stage-rollback": `${stage}/rollback`,
  "stage-remove": `${stage}/remove`,
  deployment: `${stage}/deployments/1`,
  accounts: "/accounts",
  "account-new": "/accounts/new",
  account: "/accounts/sandbox",
  repositories: "/repositories",
  tokens: "/tokens",
  profile: "/profile",
  deliveries: "/deliveries",
  github: "/settings/github",
  webhook: "/settings/webhook",
  housekeeping: "/settings/housekeeping",
  audit: "/audit",
  groups: "/groups",
  group: `/groups/${made.group}`,
  "group-remove": `/groups/${made.group}/remove?stage=dev`,
  repository: `/repositories/${made.repository}`,
  compose: `/repositories/${made.repository}/compose`,
  missing: "/there/is/no/such/page",
});
const composeFile = `services:
  ${service}: { path: . }
  billing: { path: services/billing, dependsOn: ${service}, params: { API_URL: "\${${service}.HttpApiUrl}", REGION: "\${env:REGION}" } }
`;
/** What a page and its examination take on a busy machine. */
const pageTimeoutMs = 20_000;
/** For somebody who wants to look at every page: no test needs the pictures. */
const takesPictures = process.env["WINDLASS_PICTURES"] === "1";
const wcag21 = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
const widths = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;

/** How each page is looked at, one after the other. Another theme changes nothing but colours, and those are the same in any width. */
const looks = [
  { width: "narrow", colorScheme: "light", rules: "all" },
  { width: "wide", colorScheme: "light", rules: "all" },
  { width: "wide", colorScheme: "dark", rules: "color-contrast" },
] as const;

/** Collects what a page must never do: throw, log an error, or break the content security policy (S19). */
function watchForErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) errors.push(`${page.url()}: ${message.text()}`);
  });
  return errors;
}

/** Waits until the page is drawn as it was last asked to be: of a transition, however short, axe would measure the colours before it. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const nextFrame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    await nextFrame();
    await Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime < 1e4).map(({ finished }) => finished));
    await nextFrame();
  })()`);
}

// A trace would hold the page before and after each of hundreds of looks at it, and what is wrong is told by words.
test.use({ trace: "off" });

test.describe("every page", () => {
  let repository: GitService;

  test.beforeAll(async ({ browser, product }) => {
    repository = createGitService(service);
    repository.commit("Describe the service", { "serverless.yml": serverlessYml(service) });
    const page = await browser.newPage();
    await enter(page, product);
    const headers = { origin: product.url };
    const api = `${product.url}/api/services`;
    await page.request.post(api, { headers, data: { name: service, repository: { url: repository.path } } });
    await page.request.post(`${api}/${service}/stages`, { headers, data: { name: "dev", account: "sandbox", region: "us-east-1", branch: "main" } });
    await page.request.post(api, { headers, data: { name: longName, repository: { url: repository.path }, rootDirectory: `packages/${longName}` } });
    await page.request.post(`${api}/${longName}/stages`, { headers, data: { name: "dev", account: "sandbox", region: "us-east-1", branch: longName } });
    await page.request.post(`${api}/${longName}/stages/dev/deployments`, { headers, data: {} });
    for (const number of [1, 2]) {
      repository.commit(`Release ${number}`, { "src/api.js": handlerSaying(`v${number}`) });
      await page.request.post(`${api}/${service}/stages/dev/deployments`, { headers, data: {} });
      await openDeployment(page, product.url, { service, number });
      await expectState(page, "Succeeded");
    }
    const { id: repositoryId } = (await (await page.request.get(`${api}/${service}`)).json()).repository;
    made.repository = repositoryId;
    repository.commit("Compose", { "serverless-compose.yml": composeFile });
    await page.request.patch(`${api}/${longName}`, { headers, data: { dependsOn: [service] } });
    made.group = (await (await page.request.post(`${product.url}/api/deployment-groups`, { headers, data: { stage: "dev", services: [service, longName] } })).json()).id;
    await page.request.post(`${product.url}/api/repositories/${repositoryId}/compose/read`, { headers });
    await expect.poll(async () => (await (await page.request.get(`${product.url}/api/repositories/${repositoryId}/compose`)).json()).readAt, { timeout: 30_000 }).not.toBeNull();
    await page.close();
  });

  test.afterAll(() => repository.remove());

  test("is sound in light and dark, at 1440 and at 390 px", async ({ browser, product }, info) => {
    test.setTimeout(Object.keys(pages()).length * pageTimeoutMs);
    const context = await browser.newContext({ viewport: widths.wide, colorScheme: "light", reducedMotion: "reduce" });
    const page = await context.newPage();
    await enter(page, product);
    const errors = watchForErrors(page);
    const complaints: string[] = [];
    for (const [name, path] of Object.entries(pages())) {
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(`${product.url}${path}`);
      await expect(page.getByRole("heading", { level: 1 }).first(), path).toBeVisible();
      await expect(page.getByRole("status", { name: /loading/i }), path).toHaveCount(0);
      await page.evaluate("document.fonts.ready.then(() => undefined)");
      // Each page is loaded once and looked at in three ways: loading it is what takes long.
      for (const { width, colorScheme, rules } of looks) {
        await page.setViewportSize(widths[width]);
        await page.emulateMedia({ colorScheme });
        await settle(page);
        if (takesPictures) await page.screenshot({ path: info.outputPath(`${name}-${width}-${colorScheme}.png`), fullPage: true });
        const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
        if (overflow > 0) complaints.push(`${path} is ${overflow} px too wide at ${widths[width].width} px`);
        // In one piece: the other way opens a page of its own for each result, which only frames of other origins need.
        const axe = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
        const { violations } = await (rules === "all" ? axe.withTags(wcag21) : axe.withRules([rules])).analyze();
        for (const { id, nodes } of violations) {
          complaints.push(`${path} (${width}, ${colorScheme}): ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
        }
      }
    }
    expect(complaints).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  });

  test("makes the picture of the README", async ({ page, product }, info) => {
    await enter(page, product);
    await openDeployment(page, product.url, { service, number: 2 });
    await expect(page.getByRole("list", { name: "Endpoints" })).toBeVisible();
    const update = process.env["WINDLASS_UPDATE_SCREENSHOT"] === "1";
    await page.screenshot({ path: update ? join(import.meta.dirname, "../docs/screenshot.png") : info.outputPath("screenshot.png") });
  });
});
