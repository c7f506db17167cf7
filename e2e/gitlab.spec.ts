import { openFakeGitlab, type FakeGitlab } from "../packages/forges/src/testing/fake-gitlab/open-fake-gitlab.js";
import type { FakeProject } from "../packages/forges/src/testing/fake-gitlab/state.js";
import { openGitFolder, type GitFolder } from "../packages/github/src/testing/git-folder.js";
import { handlerSaying, serverlessYml } from "./support/git-service.js";
import { enter } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const service = "gitlab-orders";
const fullName = `acme/web/${service}`;

test.describe("GitLab, connected from the browser", () => {
  let gitlab: FakeGitlab;
  let git: GitFolder;
  let project: FakeProject;

  test.beforeAll(async () => {
    gitlab = await openFakeGitlab();
    git = await openGitFolder();
    await git.commit("main", { "serverless.yml": serverlessYml(service), "src/api.js": handlerSaying("main") });
    project = gitlab.addProject({ fullName, folder: git, members: { ada: 30, windlass: 30 } });
  });

  test.afterAll(async () => {
    await gitlab.close();
    await git.remove();
  });

  test("a project is added with its token, and its webhook's address and secret tell Windlass of a merge request", async ({ page, product }) => {
    await enter(page, product);
    await page.goto(`${product.url}/repositories`);
    await page.getByRole("link", { name: "Add a repository" }).click();
    await page.getByLabel("Address", { exact: true }).fill(`${gitlab.url}/${fullName}.git`);
    await page.getByLabel("Host").selectOption("A GitLab of one's own");
    await page.getByLabel("Access token").fill(gitlab.addToken("windlass"));
    await page.getByRole("button", { name: "Add the repository" }).click();
    await expect(page.getByRole("heading", { level: 1, name: new RegExp(service) })).toBeVisible();
    await expect(page.getByRole("switch", { name: "Note on merge requests" })).toBeChecked();

    const guide = page.getByRole("region", { name: "Deploy on push" });
    const address = guide.locator("pre");
    await expect(address).toHaveText(/^http.*\/webhooks\/gitlab$/);
    await guide.getByRole("button", { name: "Show the secret" }).first().click();
    const secret = guide.locator("code").first();
    await expect(secret).toHaveText(/^[\w-]{20,}$/);
    const webhook = { url: (await address.textContent()) ?? "", secret: (await secret.textContent()) ?? "" };

    await page.getByRole("link", { name: "Repositories" }).first().click();
    await expect(page.locator("main").getByRole("row").filter({ hasText: service })).toContainText("GitLab");

    await test.step("a service of it has previews of merge requests", async () => {
      const headers = { origin: product.url };
      const api = `${product.url}/api/services`;
      expect((await page.request.post(api, { headers, data: { name: service, repository: { url: `${gitlab.url}/${fullName}.git` } } })).status()).toBe(201);
      expect((await page.request.post(`${api}/${service}/stages`, { headers, data: { name: "dev", account: "sandbox", region: "us-east-1" } })).status()).toBe(201);
      await page.goto(`${product.url}/services/${service}/settings`);
      const previews = page.getByRole("region", { name: "Previews" });
      await previews.getByLabel("Previews of merge requests").click();
      await previews.getByLabel("Base stage").selectOption("dev");
      await previews.getByRole("button", { name: "Save previews" }).click();
      await expect(page.getByText("Merge requests that are open already")).toBeVisible();
    });
    await test.step("and what GitLab sends with that secret is asked about with the token", async () => {
      await git.commit("feature", { "src/api.js": handlerSaying("feature") });
      await gitlab.openMergeRequest(project, { sourceBranch: "feature", author: "ada", draft: true });
      const [hook] = gitlab.state.hooks;
      const send = (token: string) => fetch(webhook.url, { method: "POST", headers: { ...hook?.headers, "x-gitlab-token": token }, body: hook?.body ?? "" });
      expect((await send("another")).status).toBe(401);
      expect((await send(webhook.secret)).status).toBe(202);
      await page.goto(`${product.url}/deliveries`);
      const delivery = page.locator("main").getByRole("listitem").filter({ hasText: "merge_request" });
      await expect(delivery).toContainText("It is a draft, and drafts get no preview.");
      expect(gitlab.state.requests.map(({ path }) => path)).toContain(`/api/v4/projects/${encodeURIComponent(fullName)}/merge_requests/1`);
    });
  });
});
