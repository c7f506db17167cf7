import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createTestDatabase } from "@windlass/database/test-database";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { WebSocket } from "ws";

let dataDir: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let child: ChildProcess | undefined;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "windlass-api-"));
  database = await createTestDatabase(inject("databaseUrl"));
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await database.drop();
  await rm(dataDir, { recursive: true });
});

const entry = path.join(import.meta.dirname, "../dist/bundle/server.js");

/** Starts the process as it is started in production. */
function start(env: Record<string, string>): { output: () => string; process: ChildProcess } {
  const started = spawn(process.execPath, [entry], { env: { PATH: process.env["PATH"] ?? "", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  child = started;
  let output = "";
  for (const stream of [started.stdout, started.stderr]) stream.on("data", (data: Buffer) => (output += data.toString()));
  return { output: () => output, process: started };
}

const complete = () => ({ DATABASE_URL: database.url, REDIS_URL: inject("redisUrl"), PORT: "0", WINDLASS_DATA: dataDir });

async function listening(output: () => string): Promise<string> {
  await expect.poll(output, { timeout: 30_000 }).toContain("Server listening at");
  return /Server listening at (http:[^"]+)/.exec(output())?.[1] ?? "";
}

describe("the process", () => {
  test("makes what it needs, says how to begin, and ends in good order with a socket open", async () => {
    const run = start({ ...complete(), WINDLASS_SANDBOX_URL: "http://127.0.0.1:4566" });
    const address = await listening(run.output);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:/);
    await expect.poll(run.output).toMatch(/Create the administrator at .*\/setup\?token=[\w-]{32}/);
    for (const file of ["master.key", "webhook.secret"]) expect((await stat(path.join(dataDir, file))).mode & 0o777).toBe(0o600);

    const token = /\/setup\?token=([\w-]+)/.exec(run.output())?.[1] ?? "";
    const payload = { token, name: "Ada", email: "ada@example.org", password: "correct horse battery" };
    const setup = await fetch(`${address}/api/setup`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(payload) });
    const cookie = setup.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const accounts: unknown = await (await fetch(`${address}/api/accounts`, { headers: { cookie } })).json();
    expect(accounts).toMatchObject({ items: [{ name: "sandbox", kind: "sandbox", endpointUrl: "http://127.0.0.1:4566" }] });
    const styles = await fetch(`${address}/api/docs/static/swagger-ui.css`);
    expect([styles.status, styles.headers.get("content-type")]).toEqual([200, "text/css; charset=utf-8"]);
    const socket = new WebSocket(`${address.replace("http", "ws")}/api/live`, { headers: { cookie } });
    await once(socket, "open");
    const closed = once(socket, "close");
    run.process.kill("SIGTERM");
    const [code] = await once(run.process, "exit");
    await closed;
    expect(code, run.output()).toBe(0);
    expect(run.output()).not.toContain("correct horse");
    expect(run.output()).not.toContain(cookie.split("=")[1]);
  });

  test("names what is missing in its environment, and does not start", async () => {
    const run = start({ REDIS_URL: "redis://127.0.0.1:1", PORT: "99999" });
    const [code] = await once(run.process, "exit");
    expect(code).toBe(1);
    expect(run.output()).toMatch(/DATABASE_URL: .*\n.*PORT: /);
  });
});
