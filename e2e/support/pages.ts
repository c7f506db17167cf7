import { expect, type Page } from "@playwright/test";

export const administrator = {
  name: "Grace Hopper",
  email: "grace@example.com",
  password: "correct horse battery staple",
} as const;

/** Opens the one-time link and creates the administrator. */
export async function createAdministrator(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await page.getByLabel("Your name").fill(administrator.name);
  await page.getByLabel("E-mail address").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Create the administrator" }).click();
  await expect(page.getByRole("heading", { name: "Nothing is deployed yet" })).toBeVisible();
}

/** Signs in, as the administrator who is created when there is none yet. */
export async function enter(page: Page, product: { url: string; setupUrl: string }): Promise<void> {
  const answer = await page.request.get(`${product.url}/api/setup`);
  const { required } = (await answer.json()) as { required: boolean };
  if (required) await createAdministrator(page, product.setupUrl);
  else await signIn(page, product.url);
}

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail address").fill(administrator.email);
  await page.getByLabel("Password").fill(administrator.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Adds a service and its first stage on the sandbox through the forms. */
export async function addService(page: Page, url: string, service: { name: string; repository: string }): Promise<void> {
  await page.goto(`${url}/services/new`);
  await page.getByLabel("Repository address").fill(service.repository);
  await page.getByLabel("Name in Windlass").fill(service.name);
  await page.getByRole("button", { name: /Add the service/ }).click();
  await expect(page.getByLabel("AWS account")).toHaveValue("sandbox");
  await page.getByRole("button", { name: "Create without deploying" }).click();
  await expect(page).toHaveURL(/\/stages\/dev$/);
}

/** Waits for the end of the deployment that the page shows. */
export async function expectState(page: Page, state: string): Promise<void> {
  const status = page.getByRole("status", { name: "State" });
  await expect(status).toHaveText(/Succeeded|Failed|Rolled back|Cancelled|Rejected|Superseded/, { timeout: 90_000 });
  await expect(status).toHaveText(state);
}

/** Goes to the deployment of that number once it is there. */
export async function openDeployment(page: Page, url: string, address: { service: string; stage?: string; number: number }): Promise<void> {
  await page.goto(`${url}/services/${address.service}/stages/${address.stage ?? "dev"}/deployments/${address.number}`);
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`#${address.number}$`) })).toBeVisible();
}
