import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { enter } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const root = join(import.meta.dirname, "..");

test("the main job runs from a script through the command line, with --json", async ({ page, product }) => {
  await enter(page, product);
  const created = await page.request.post(`${product.url}/api/tokens`, { headers: { origin: product.url }, data: { name: "example" } });
  expect(created.status(), await created.text()).toBe(201);
  const { token } = (await created.json()) as { token: string };

  const { stderr } = await promisify(execFile)(process.execPath, [join(root, "examples/deploy-with-cli/story.mjs")], {
    env: { ...process.env, WINDLASS_SERVER: product.url, WINDLASS_TOKEN: token },
    timeout: 150_000,
  });
  expect(stderr).toContain("answers v2");
  expect(stderr).toContain("done: everything was as it should be");
});
