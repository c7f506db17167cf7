import { expect, test } from "@playwright/test";
import { createAdministrator, expectState } from "./support/pages.js";
import { startProduct, type Product } from "./support/product.js";

test.describe("a first visitor", () => {
  let product: Product;
  test.beforeAll(async () => {
    test.setTimeout(240_000);
    product = await startProduct();
  });
  test.afterAll(() => product.stop());

  test("reaches a deployed sample that answers, in at most five clicks after creating the administrator", async ({ page }) => {
    await createAdministrator(page, product.setupUrl);
    let clicks = 0;
    const click = async (name: string) => {
      clicks += 1;
      await page.getByRole("button", { name }).click();
    };

    await click("Deploy the sample service");
    await expectState(page, "Succeeded");
    const endpoint = await page.getByRole("list", { name: "Endpoints" }).getByRole("link").first().getAttribute("href");
    const answer = await fetch(`${endpoint?.replace(/\/$/, "")}/hello`);
    expect(answer.status).toBe(200);
    expect(clicks).toBeLessThanOrEqual(5);
  });

  test("cannot use the link a second time", async ({ page }) => {
    await page.goto(product.setupUrl);
    await expect(page.getByRole("heading", { name: "This Windlass is set up" })).toBeVisible();
    const again = await page.request.post(`${product.url}/api/setup`, {
      headers: { origin: product.url },
      data: {
        token: new URL(product.setupUrl).searchParams.get("token"),
        name: "Mallory",
        email: "mallory@example.com",
        password: "another long password",
      },
    });
    expect(again.status()).toBe(409);
  });
});
