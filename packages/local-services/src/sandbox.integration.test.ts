import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { startSandbox, type Sandbox } from "./sandbox.js";

const environmentDir = join(import.meta.dirname, "../../../node_modules/.cache/windlass-sandbox");
let folder: string;
let running: Sandbox[];
const start = async () => {
  const sandbox = await startSandbox({ dataDir: join(folder, "data"), logFile: join(folder, "log"), environmentDir, persistent: true });
  running.push(sandbox);
  return sandbox;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "windlass-sandbox-"));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((sandbox) => sandbox.stop()));
  rmSync(folder, { recursive: true });
});

test("a persistent sandbox keeps its address and what is in it over a restart", async () => {
  const first = await start();
  expect(first.url).not.toBe(inject("sandboxUrl"));
  const bucket = "kept-over-a-restart";
  await fetch(`${first.url}/${bucket}`, { method: "PUT" });
  await fetch(`${first.url}/${bucket}/file.txt`, { method: "PUT", body: "still here" });
  await first.stop();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await (await fetch(`${second.url}/${bucket}/file.txt`)).text()).toBe("still here");
});

test("a taken address is said to be taken, with the file that moves it", async () => {
  const first = await start();
  await first.stop();
  const squatter = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
  await expect(start()).rejects.toMatchObject({ name: "ServiceError", hint: expect.stringContaining(join(folder, "data/port")) });
  await new Promise((resolve) => squatter.close(resolve));
});
