import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { childrenOf, cloneTo, isGroupAlive, startInstance } from "./test-instance.mjs";

/** `npm test` has tried: it is false on a machine that cannot have the sandbox. */
const hasSandbox = process.env.WINDLASS_TEST_SANDBOX !== "0";
/** @type {string} */
let folder;
/** @type {number} */
let port;
/** @type {import("./test-instance.mjs").Instance[]} */
const instances = [];
/** @param {import("./test-instance.mjs").StartOptions} options */
const start = (options) => {
  const instance = startInstance(options);
  instances.push(instance);
  return instance;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "windlass-start-"));
  port = await new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
});
afterAll(async () => {
  for (const instance of instances) instance.kill("SIGTERM");
  await Promise.all(instances.map(({ ended }) => ended));
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe("npm start in a clean clone", () => {
  const args = () => ["--port", String(port)];
  const clone = () => join(folder, "clone");
  const dataDir = () => join(clone(), ".windlass");

  test("installs, builds, starts and serves the page; SIGTERM leaves nothing behind", async () => {
    cloneTo(clone());
    const instance = start({ cwd: clone(), args: args(), viaNpm: true });
    await instance.until("To end");
    const steps = ["Install packages", "Build the server", "Build the web app", "Start Postgres", "Start Redis", "Migrate the database", "Start the API", "Start the worker"];
    for (const step of [...steps, ...(hasSandbox ? ["Start the AWS sandbox"] : [])]) {
      expect(instance.output()).toMatch(new RegExp(`✓ ${step}.* \\d+(\\.\\d+)? (ms|s)`));
    }
    const page = await fetch(`http://127.0.0.1:${port}/`);
    expect(page.headers.get("content-type")).toContain("text/html");
    const link = /http:\S+\/setup\?token=\S+/.exec(instance.output())?.[0];
    expect((await fetch(String(link))).status).toBe(200);

    const children = childrenOf(dataDir());
    expect(children.map(({ name }) => name).sort()).toEqual(["Postgres", "Redis", "The API", ...(hasSandbox ? ["The AWS sandbox"] : []), "The worker"]);
    expect(children.filter(({ pid }) => !isGroupAlive(pid))).toEqual([]);
    instance.kill("SIGTERM");
    expect(await instance.ended).toBe(0);
    expect(children.filter(({ pid }) => isGroupAlive(pid))).toEqual([]);
    expect(existsSync(join(dataDir(), "running.json"))).toBe(false);
  }, 300_000);

  test("a second start has nothing to do and takes under 10 s; a crashed API comes back; nobody else gets in", async () => {
    const instance = start({ cwd: clone(), args: args() });
    expect(await instance.until("To end")).toBeLessThan(10_000);
    expect(instance.output()).toMatch(/✓ Install packages \(up to date\)/);
    expect(instance.output()).toMatch(/✓ Build the server \(up to date\)/);
    expect(instance.output()).toMatch(/✓ Build the web app \(up to date\)/);

    const same = start({ cwd: clone(), args: ["--port", "1"] });
    expect(await same.ended).toBe(1);
    expect(same.output()).toContain(`already running with the data folder ${dataDir()} (process ${instance.pid})`);
    const busy = start({ cwd: clone(), args: [...args(), "--data", join(folder, "other")] });
    expect(await busy.ended).toBe(1);
    expect(busy.output()).toContain(`Port ${port} is in use by another Windlass`);

    const api = childrenOf(dataDir()).find(({ name }) => name === "The API");
    process.kill(Number(api?.pid), "SIGKILL");
    await instance.until("The API ended by SIGKILL. It starts again in");
    await instance.until("✓ The API runs again");
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  }, 60_000);

  test("what a killed start left running is ended by the next one, on the same port", async () => {
    const [killed] = instances.slice(1);
    const orphans = childrenOf(dataDir());
    killed?.kill("SIGKILL");
    await killed?.ended;
    expect(orphans.some(({ pid }) => isGroupAlive(pid))).toBe(true);
    const next = start({ cwd: clone(), args: args() });
    await next.until("To end");
    const current = new Set(childrenOf(dataDir()).map(({ pid }) => pid));
    expect(orphans.filter(({ pid }) => isGroupAlive(pid) && !current.has(pid))).toEqual([]);
    next.kill("SIGINT");
    expect(await next.ended).toBe(0);
    expect([...current].filter(isGroupAlive)).toEqual([]);
  }, 60_000);

  test("without a sandbox it says so and goes on", async () => {
    const data = join(folder, "no-python");
    // A sandbox that cannot be installed: its environment's folder is a file.
    const environment = join(clone(), "node_modules/.cache/windlass-sandbox");
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(dirname(environment), { recursive: true });
    writeFileSync(environment, "");
    const instance = start({ cwd: clone(), args: [...args(), "--data", data] });
    await instance.until("To end");
    expect(instance.output()).toContain("goes on without the sandbox");
    expect(readFileSync(join(data, "running.json"), "utf8")).not.toContain("sandbox");
    instance.kill("SIGTERM");
    expect(await instance.ended).toBe(0);
  }, 60_000);
});

describe("what keeps npm start from starting gets one message and what to do", () => {
  /** @param {import("./test-instance.mjs").StartOptions} options */
  const failure = async (options) => {
    const instance = start(options);
    expect(await instance.ended).toBe(1);
    expect(instance.output()).not.toMatch(/^\s+at .*\.mjs/m);
    return instance.output();
  };

  test("a busy port", async () => {
    const squatter = createServer((_, response) => response.end("{}")).listen(port, "127.0.0.1");
    const output = await failure({ args: ["--port", String(port), "--data", join(folder, "busy")] });
    expect(output).toContain(`Port ${port} is in use by another program`);
    expect(output).toContain(`--port ${port + 1}`);
    await new Promise((resolve) => squatter.close(resolve));
  });

  test("a data folder that cannot be written", async () => {
    writeFileSync(join(folder, "file"), "");
    const output = await failure({ args: ["--data", join(folder, "file/data")] });
    expect(output).toContain(`The data folder ${join(folder, "file/data")} cannot be written`);
  });

  test("a package registry that cannot be reached", async () => {
    const bare = join(folder, "bare");
    cloneTo(bare);
    const nowhere = { npm_config_registry: "http://127.0.0.1:9", npm_config_cache: join(folder, "empty-cache"), npm_config_fetch_retries: "0" };
    const output = await failure({ cwd: bare, args: ["--port", String(port)], env: nowhere });
    expect(output).toContain("The package registry http://127.0.0.1:9 cannot be reached");
  });

  test("a database that does not answer", async () => {
    const env = { DATABASE_URL: "postgresql://nobody:x@127.0.0.1:9/windlass" };
    const output = await failure({ args: ["--port", String(port), "--data", join(folder, "no-database"), "--no-sandbox"], env });
    expect(output).toContain("Postgres at 127.0.0.1:9 does not answer");
  });
});
