import { readFile } from "node:fs/promises";
import type { Page, WebSocketRoute } from "@playwright/test";
import { createGitService, handlerSaying, serverlessYml } from "./support/git-service.js";
import { enter, expectState, openDeployment } from "./support/pages.js";
import { expect, test } from "./support/product.js";

const lines = 300;
const lineEveryMs = 50;
const build = `let line = 0;
const timer = setInterval(() => {
  line += 1;
  console.log("built part " + line + " of ${lines}");
  if (line === ${lines}) clearInterval(timer);
}, ${lineEveryMs});
`;

/** Follows every socket that the page opens, so that a test can cut the ones that are open. */
async function cuttableSockets(page: Page): Promise<{ cut(): Promise<void>; opened(): number }> {
  const open = new Set<WebSocketRoute>();
  let opened = 0;
  await page.routeWebSocket(/\/api\/live$/, (route) => {
    opened += 1;
    open.add(route);
    const server = route.connectToServer();
    server.onClose((code, reason) => {
      open.delete(route);
      void route.close({ ...(code !== undefined && code !== 1006 && { code }), ...(reason !== undefined && { reason }) });
    });
  });
  return {
    opened: () => opened,
    async cut() {
      const cutting = [...open];
      open.clear();
      await Promise.all(cutting.map((route) => route.close({ code: 4999, reason: "cut by the test" })));
    },
  };
}

async function lastSeq(page: Page): Promise<number> {
  return Number(await page.getByRole("log", { name: "Log" }).getAttribute("data-last-seq"));
}

async function logMovesOn(page: Page, by: number): Promise<void> {
  const from = await lastSeq(page);
  await expect.poll(() => lastSeq(page), { timeout: 45_000 }).toBeGreaterThanOrEqual(from + by);
}

test("a reload, a cut socket and an API that crashes in mid-log leave no gap and no line twice (P22)", async ({ page, product }) => {
  const service = "long-build";
  const repository = createGitService(service);
  repository.commit("Build for a while", {
    "serverless.yml": serverlessYml(service),
    "package.json": JSON.stringify({ name: service, type: "module" }),
    "src/api.js": handlerSaying("v1"),
    "build.js": build,
  });
  const sockets = await cuttableSockets(page);
  await enter(page, product);
  const headers = { origin: product.url };
  const api = `${product.url}/api/services`;
  const created = await page.request.post(api, {
    headers,
    data: { name: service, repository: { url: repository.path }, buildCommand: ["node", "build.js"] },
  });
  expect(created.status(), await created.text()).toBe(201);
  await page.request.post(`${api}/${service}/stages`, { headers, data: { name: "dev", account: "sandbox", region: "us-east-1", branch: "main" } });
  const requested = await page.request.post(`${api}/${service}/stages/dev/deployments`, { headers, data: {} });
  expect(requested.status(), await requested.text()).toBe(202);

  await openDeployment(page, product.url, { service, number: 1 });
  await logMovesOn(page, 20);
  await page.reload();
  await logMovesOn(page, 20);
  const before = sockets.opened();
  await sockets.cut();
  await logMovesOn(page, 20);
  expect(sockets.opened()).toBeGreaterThan(before);
  await product.crashApi();
  await logMovesOn(page, 20);

  await expectState(page, "Succeeded");
  const { lastSeq: lastWritten } = (await (await page.request.get(`${api}/${service}/stages/dev/deployments/1`)).json()) as { lastSeq: number };
  await expect.poll(() => lastSeq(page)).toBe(lastWritten);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /download/i }).click();
  const text = await readFile(await (await download).path(), "utf8");
  const parts = [...text.matchAll(/built part (\d+) of/g)].map((match) => Number(match[1]));
  expect(parts).toEqual(Array.from({ length: lines }, (_, index) => index + 1));

  const stored = await allSeqs(page, `${api}/${service}/stages/dev/deployments/1/events`);
  expect(stored).toEqual(Array.from({ length: lastWritten }, (_, index) => index + 1));
  repository.remove();
});

async function allSeqs(page: Page, url: string): Promise<number[]> {
  const seqs: number[] = [];
  for (;;) {
    const answer = await page.request.get(`${url}?after=${seqs.at(-1) ?? 0}&limit=100`);
    const { items } = (await answer.json()) as { items: { seq: number }[] };
    if (items.length === 0) return seqs;
    seqs.push(...items.map(({ seq }) => seq));
  }
}
