import type { Page } from "@playwright/test";
import { createGitService, handlerSaying, refusal, serverlessYml, type GitService } from "./support/git-service.js";
import { addService, enter, expectState } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const holding = `resources:
  Resources:
    Uploads:
      Type: AWS::S3::Bucket
`;

test.describe.configure({ mode: "serial" });

test.describe("what failed, and what is left", () => {
  const service = "doctor";
  let repository: GitService;
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

  test("a failed deployment shows the first cause, its class, what to do, and the line that asks for it", async ({ product }) => {
    repository.commit("Refuse", { "serverless.yml": serverlessYml(service, refusal.yml), "src/api.js": handlerSaying("v1"), "src/refuse.js": refusal.handler });
    await addService(page, product.url, { name: service, repository: repository.path });
    await page.getByRole("button", { name: "Deploy main" }).click();
    await expectState(page, "Rolled back");
    const alert = page.getByRole("alert");
    await expect(alert).toContainText("Impossible");
    await expect(alert).toContainText("The moon is in the wrong house");
    await expect(alert).toContainText("custom resource failed");
    await expect(alert).toContainText("Repair the function behind Impossible");
    await expect(alert).toContainText(/serverless\.yml:1[4-9]/);
  });

  test("the stage's doctor says that the stack never worked, and deletes it as a deployment of its own", async ({ product }) => {
    await page.goto(`${product.url}/services/${service}/stages/dev`);
    const doctor = page.getByRole("region", { name: "Stack doctor" });
    await expect(doctor).toContainText("ROLLBACK_COMPLETE");
    await expect(doctor).toContainText("it never worked");
    await page.screenshot({ path: test.info().outputPath("doctor.png"), fullPage: true });
    const button = doctor.getByRole("button", { name: "Delete the stack that never worked" });
    await expect(button).toBeDisabled();
    await doctor.getByLabel(/Type dev to confirm/).fill("dev");
    await button.click();
    await expect(page).toHaveURL(/\/deployments\/2$/);
    await expectState(page, "Succeeded");
    await expect(page.getByRole("table", { name: "Checked after the removal" })).toContainText("Gone");
    await page.goto(`${product.url}/services/${service}/stages/dev`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("dev");
    await expect(doctor).toHaveCount(0);
  });

  test("a removal lists what is lost, keeps what holds data, wants the name, and lists what it found afterwards", async ({ product }) => {
    repository.commit("Hold data", { "serverless.yml": serverlessYml(service, holding), "src/refuse.js": null });
    await page.goto(`${product.url}/services/${service}/stages/dev`);
    await page.getByRole("button", { name: "Deploy main" }).click();
    await expectState(page, "Succeeded");
    await page.goto(`${product.url}/services/${service}/stages/dev/remove`);
    const data = page.getByRole("list", { name: "Resources that hold data" });
    await expect(data.getByRole("listitem").filter({ hasText: "Uploads" })).toContainText("Stays in AWS");
    await page.screenshot({ path: test.info().outputPath("remove.png"), fullPage: true });
    await page.getByRole("switch", { name: "Keep Uploads" }).click();
    await expect(data.getByRole("listitem").filter({ hasText: "Uploads" })).toContainText("Will be deleted");
    await page.getByRole("switch", { name: "Keep Uploads" }).click();
    await page.getByLabel(/Type dev to confirm/).fill("dev");
    await page.getByRole("button", { name: "Remove from AWS" }).click();
    await expectState(page, "Succeeded");
    const found = page.getByRole("table", { name: "Checked after the removal" });
    await expect(found.getByRole("row").filter({ hasText: "Uploads" })).toContainText("Retained");
    await expect(found.getByRole("row").filter({ hasText: "/aws/lambda/doctor-dev-api" })).toContainText("Gone");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.screenshot({ path: test.info().outputPath("removed-390.png"), fullPage: true });
  });
});
