import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { bubblewrapProgram } from "@windlass/local-services/bubblewrap";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { runProcess, type ProcessEnd } from "../../process/run-process.js";
import { readAllowedHosts } from "../../network/allowed-hosts.js";
import { chooseProcessors } from "../choose-processors.js";
import { findIsolation } from "./find-isolation.js";
import type { Bubblewrap, BuildLimits, Isolation } from "./isolation.js";
import type { BuildPlaceInput } from "./build-place.js";
import { openBuildPlace } from "./open-build-place.js";
import { openProcessorGroups } from "./processor-groups.js";
import { watchLimits } from "./watch-limits.js";

const bare: Isolation = { kind: "none", reason: "shown for comparison" };
const plenty: BuildLimits = { memoryBytes: 2 * 1024 ** 3, diskBytes: 200 * 1024 ** 2, files: 20_000, processes: 200, threads: 600 };
const ordinaryUser = 48_777;
const isRoot = process.getuid?.() === 0;

/** On a machine with one processor builds have that one too. */
const processors = await chooseProcessors(undefined);

let folder: string;
let inTmp: string;
let service: Server;
let socketServer: Server;
let abstractServer: Server;
/** Stands for the server's own processes. */
let secretive: ChildProcess;
let bubblewrap: Bubblewrap;
let builds = 0;

beforeAll(async () => {
  // On a machine that cannot have it these tests fail: what they prove would be missing there.
  await bubblewrapProgram();
  const found = await findIsolation("auto", processors);
  if (found.kind !== "bubblewrap") throw new Error(`Builds cannot be isolated on this machine: ${JSON.stringify(found)}`);
  bubblewrap = found;
  folder = await mkdtemp(join(tmpdir(), "windlass-isolation-"));
  inTmp = await mkdtemp(join(tmpdir(), "windlass-seen-"));
  await chmod(folder, 0o755);
  for (const [name, text] of Object.entries({ "data/master.key": "MASTER", "home/.aws/credentials": "AWS", "home/.ssh/id_ed25519": "SSH", "work/other/1/source/code.js": "x" })) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  secretive = spawn("sleep", ["617.3"], { env: { PATH: process.env["PATH"], SECRET_CANARY: "canary" }, stdio: "ignore" });
  service = createServer((_request, answer) => answer.end("the server's own")).listen(0, "127.0.0.1");
  socketServer = createServer().listen(join(folder, "server.sock"));
  abstractServer = createServer().listen(`\0windlass-test-${process.pid}`);
  await Promise.all([service, socketServer, abstractServer].map(async (server) => server.listening || (await once(server, "listening"))));
});
afterAll(async () => {
  secretive.kill("SIGKILL");
  for (const server of [service, socketServer, abstractServer]) server.close();
  for (const path of [folder, inTmp]) await rm(path, { recursive: true, force: true });
});

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

type Ran = { end: ProcessEnd; lines: string[]; refused: string[]; error: unknown };

/** Runs a script as a build, with this isolation. */
async function build(isolation: Isolation, files: Record<string, string>, options: { limits?: BuildLimits; input?: Partial<BuildPlaceInput>; prefix?: string[]; signal?: AbortSignal; onLine?: (line: string) => void; isUnwatched?: boolean } = {}): Promise<Ran> {
  builds += 1;
  const own = join(folder, "work", String(builds));
  const workDir = join(own, "1");
  const root = join(workDir, "source");
  await mkdir(root, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  await copyFile(join(import.meta.dirname, "testing/attack.mjs"), join(root, "attack.mjs"));
  const refused: string[] = [];
  const limits = options.limits ?? plenty;
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, options.signal ?? over.signal]);
  const place = await openBuildPlace({
    isolation, limits, workDir, root, signal, hosts: readAllowedHosts("", "https://registry.npmjs.org/"), trust: "untrusted", packageCache: null, readOnly: [],
    service: "svc", stage: "dev", commit: "0".repeat(40), nodeProgram: process.execPath, onRefused: (wanted) => refused.push(wanted), ...options.input,
  });
  if (options.prefix) await promisify(execFile)("chown", ["-R", `${ordinaryUser}:${ordinaryUser}`, own]);
  let text = "";
  const watch = await watchLimits({ limits, folders: place.folders, onExceeded: (error) => over.abort(error) });
  const collect = (chunk: Buffer): void => {
    text += chunk.toString("utf8");
    options.onLine?.(chunk.toString("utf8"));
  };
  try {
    const command = place.prepare({ program: "node", args: ["build.mjs"], cwd: root });
    const [program = "", ...args] = [...(options.prefix ?? []), command.program, ...command.args];
    const end = await runProcess({ ...command, program, args, timeoutMs: 20_000, signal, onStdout: collect, onStderr: collect, onStarted: (pid) => place.isIsolated && options.isUnwatched !== true && watch.started(pid) });
    await watch.finish();
    return { end, lines: linesOf(text), refused, error: null };
  } catch (error) {
    return { end: { ended: "killed", signal: "limit" }, lines: linesOf(text), refused, error };
  } finally {
    watch.stop();
    await place.close();
  }
}


const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");

/** What another user than root has: a user namespace. Where the test is root it becomes that user. */
const asOrdinaryUser = (): { isolation: Isolation; prefix?: string[] } =>
  isRoot
    ? { isolation: { ...bubblewrap, runAs: null }, prefix: ["setpriv", `--reuid=${ordinaryUser}`, `--regid=${ordinaryUser}`, "--clear-groups"] }
    : { isolation: bubblewrap };

async function attack(isolation: Isolation, prefix?: string[]): Promise<{ results: Record<string, { got?: string; blocked?: string }>; refused: string[]; text: string }> {
  const place = (url: string) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) });
  const targets = {
    masterKey: join(folder, "data/master.key"), home: join(folder, "home"), otherWork: join(folder, "work/other/1/source"), inTmp: basename(inTmp),
    postgres: place(inject("databaseUrl")), redis: place(inject("redisUrl")), service: portOf(service), abstract: `windlass-test-${process.pid}`,
    socket: join(folder, "server.sock"), insideName: "localhost", workerPid: secretive.pid, marker: "617.3", hostname: hostname(), disk: "/dev/vda",
  };
  const hosts = [{ name: "localhost", ports: [portOf(service)], internal: false }];
  const files = { "build.mjs": 'await import("./attack.mjs");', "targets.json": JSON.stringify(targets) };
  const { end, lines, refused } = await build(isolation, files, { input: { hosts }, ...(prefix ? { prefix } : {}) });
  const results = lines.find((line) => line.startsWith("{"));
  if (results === undefined) throw new Error(`The attack told nothing: ${JSON.stringify({ end, lines })}`);
  return { results: JSON.parse(results), refused, text: lines.join("\n") };
}

describe("a build that attacks the server (S13)", () => {
  it("gets what it wants where it is not isolated", async () => {
    const { results } = await attack(bare);
    const got = Object.keys(results).filter((name) => results[name]?.got !== undefined);
    expect(got).toEqual(
      expect.arrayContaining([
        "reads the environment of the worker", "reads the master key", "reads ~/.aws", "reads ~/.ssh", "reads /etc/hostname", "sees another build's folder",
        "reads through a link", "writes beside its folder", "sees the server's /tmp", "connects to Postgres", "connects to Redis", "connects to the server's own service",
        "connects to an abstract socket", "connects to a socket of the server", "ends its parent", "sees other processes", "has the server's name",
      ]),
    );
  });

  it.each(["root", "ordinary user"])("gets nothing of it in bubblewrap of a worker that is %s", async (who) => {
    const { isolation, prefix } = who === "root" ? { isolation: bubblewrap, prefix: undefined } : asOrdinaryUser();
    const { results, refused, text } = await attack(isolation, prefix);
    expect(Object.keys(results).length).toBeGreaterThan(30);
    expect(Object.entries(results).filter(([, { got }]) => got !== undefined)).toEqual([]);
    expect(text).not.toMatch(/canary|MASTER|AWS|SSH/);
    expect(refused).toEqual(expect.arrayContaining(["169.254.169.254:80", expect.stringMatching(/^localhost:/), expect.stringMatching(/^2130706433:/)]));
  });

  it("reaches what is allowed, through the proxy alone", async () => {
    const port = portOf(service);
    const script = `import { request } from "node:http";
      const proxy = new URL(process.env.HTTP_PROXY);
      request({ host: proxy.hostname, port: proxy.port, path: "http://localhost:${port}/x" }, (answer) => answer.on("data", (data) => console.log("http", String(data))).on("end", tunnel)).end();
      function tunnel() {
        request({ host: proxy.hostname, port: proxy.port, method: "CONNECT", path: "localhost:${port}" }).on("connect", (answer, socket) => {
          socket.on("data", (data) => { console.log("tunnel", String(data).split("\\r\\n\\r\\n")[1]); process.exit(0); });
          socket.write("GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n");
        }).end();
      }`;
    const { lines } = await build(bubblewrap, { "build.mjs": script.replaceAll("\\\\", "\\") }, { input: { hosts: readAllowedHosts(`localhost:${port}`, "http://localhost:1/") } });
    expect(lines).toEqual(["http the server's own", "tunnel the server's own"]);
  });

  it("ends with all that it started when it is cancelled", async () => {
    const stop = new AbortController();
    const marker = `windlass-daemon-${process.pid}`;
    const script = `import { spawn } from "node:child_process";
      spawn("setsid", ["--fork", process.execPath, "-e", "setInterval(() => {}, 1000)", "${marker}"], { detached: true, stdio: "ignore" }).once("exit", () => console.log("up"));
      process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`;
    const { error } = await build(bubblewrap, { "build.mjs": script }, { signal: stop.signal, onLine: (line) => line.includes("up") && setTimeout(() => stop.abort(new Error("cancelled")), 200) });
    expect(error).toMatchObject({ message: "cancelled" });
    await expect.poll(async () => (await processesNamed(marker)).length, { timeout: 3_000 }).toBe(0);
  });
});

/** Where the kernel lets this test make none, there is nothing to be in. */
const groups = await openProcessorGroups(processors);

const tellProcessors = `import { readFileSync } from "node:fs"; console.log("may use", /^Cpus_allowed_list:\\s*(\\S+)$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);`;

describe("a build where processors are short (S32)", () => {
  it("asks for less than others do", async () => {
    const { lines } = await build(bubblewrap, { "build.mjs": 'import { getPriority } from "node:os"; console.log(getPriority());' });
    expect(lines).toEqual(["5"]);
  });

  it.skipIf(processors === undefined)("uses the processors that are for builds", async () => {
    const { lines } = await build(bubblewrap, { "build.mjs": tellProcessors }, { limits: { ...plenty, processors } });
    expect(lines).toEqual([`may use ${processors}`]);
  });

  it.skipIf(processors === undefined || groups.length === 0)("does not get at the others", async () => {
    const script = `import { execFileSync } from "node:child_process"; try { execFileSync("taskset", ["--all-tasks", "--cpu-list", "--pid", "0-1023", String(process.pid)]); } catch {}\n${tellProcessors}`;
    const { lines } = await build(bubblewrap, { "build.mjs": script }, { limits: { ...plenty, processors } });
    expect(lines).toEqual([`may use ${processors}`]);
  });

  it.skipIf(groups.length === 0)("is in the groups of all builds, with all that it starts", async () => {
    expect(bubblewrap.processorGroups).toEqual(groups);
    const marker = `windlass-sharer-${process.pid}`;
    const script = `import { spawn } from "node:child_process";
      spawn(process.execPath, ["-e", "console.log('up'); setTimeout(() => {}, 1500)", "${marker}"], { stdio: "inherit" });`;
    let shared: string[] = [];
    const look = async (): Promise<void> => {
      const members = await Promise.all(groups.map((group) => readFile(join(group, "cgroup.procs"), "utf8")));
      shared = await Promise.all(members.flatMap((pids) => pids.trim().split("\n")).map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
    };
    let looking: Promise<void> | undefined;
    const { end } = await build(bubblewrap, { "build.mjs": script }, {
      onLine: (line) => {
        if (line.includes("up")) looking ??= look();
      },
    });
    await looking;
    expect(end).toEqual({ ended: "exited", code: 0 });
    expect(shared.filter((command) => command.includes(marker))).toHaveLength(groups.length);
  });
});

async function processesNamed(marker: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return commands.filter((command) => command.includes(marker) && !command.includes("vitest"));
}

describe("a build that takes too much (S32)", () => {
  const forks = `import { spawn } from "node:child_process"; const sleep = () => spawn("sleep", ["30"]).on("error", () => {}); setInterval(() => { for (let i = 0; i < 10; i++) sleep(); }, 10);`;
  const bomb = `import { spawn } from "node:child_process"; spawn("sh", ["-c", "f() { f | f & }; f"], { stdio: "ignore" }); setInterval(() => {}, 1000);`;
  const file = `import { openSync, writeSync } from "node:fs"; const data = Buffer.alloc(1 << 20, 1); for (let n = 0; ; n++) { const fd = openSync("f" + (n >> 3), "a"); writeSync(fd, data); }`;
  const oneFile = `import { openSync, writeSync } from "node:fs"; const fd = openSync("/tmp/f", "a"); for (;;) writeSync(fd, Buffer.alloc(1 << 20, 1));`;
  const files = `import { mkdirSync, writeFileSync } from "node:fs"; for (let n = 0; ; n++) { mkdirSync("d" + n); for (let i = 0; i < 100; i++) writeFileSync("d" + n + "/" + i, ""); }`;
  const memory = `const kept = []; setInterval(() => kept.push(Buffer.alloc(16 << 20, 1)), 20);`;
  const shared = `import { spawn } from "node:child_process"; for (let i = 0; i < 6; i++) spawn(process.execPath, ["-e", "const kept = []; for (let n = 0; n < 3; n++) kept.push(Buffer.alloc(16 << 20, 1)); setInterval(() => kept, 1000)"]); setInterval(() => {}, 1000);`;
  const small: BuildLimits = { memoryBytes: 400 * 1024 ** 2, diskBytes: 40 * 1024 ** 2, files: 600, processes: 60, threads: 200 };

  it.each([
    ["starts processes", forks, small, "WINDLASS_BUILD_PROCESSES", "60"],
    ["is a fork bomb", bomb, small, "WINDLASS_BUILD_PROCESSES", "60"],
    ["writes large files", file, small, "WINDLASS_BUILD_DISK_MB", "40 MB"],
    ["fills /tmp", oneFile, small, "WINDLASS_BUILD_DISK_MB", "40 MB"],
    ["makes many files", files, small, "WINDLASS_BUILD_FILES", "600"],
    ["takes memory", memory, small, "WINDLASS_BUILD_MEMORY_MB", "400 MB"],
    ["takes memory in several processes", shared, { ...small, memoryBytes: 200 * 1024 ** 2 }, "WINDLASS_BUILD_MEMORY_MB", "200 MB"],
  ])("is ended when it %s, and the error names the limit", async (_what, script, limits, setting, value) => {
    const startedAt = performance.now();
    const { error } = await build(bubblewrap, { "build.mjs": script }, { limits });
    expect(error).toMatchObject({ code: "build_over_limit", message: expect.stringContaining(value), hint: expect.stringContaining(setting) });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it.each(["root", "ordinary user"])("is kept by the kernel itself from having more threads than its limit, whatever other builds have, where the worker is %s", async (who) => {
    const { isolation, prefix } = who === "root" ? { isolation: bubblewrap, prefix: undefined } : asOrdinaryUser();
    expect(bubblewrap.countsAlone).toBe(true);
    const many = `import { spawn } from "node:child_process"; let started = 0;
      for (let i = 0; i < 300; i++) { const child = spawn("sleep", ["30"], { stdio: "ignore" }); child.on("error", () => {}); if (child.pid !== undefined) started++; }
      console.log(started); setTimeout(() => process.exit(0), 1_000);`;
    const run = () => build(isolation, { "build.mjs": many }, { limits: { ...small, processes: 1_000, threads: 60 }, isUnwatched: true, ...(prefix ? { prefix } : {}) });
    const started = (await Promise.all([run(), run()])).map(({ lines }) => Number(lines.at(-1)));
    for (const count of started) {
      expect(count).toBeGreaterThan(40);
      expect(count).toBeLessThan(92);
    }
  });

  it("is ended when one process has all the threads", async () => {
    const threads = `import { Worker } from "node:worker_threads"; for (let i = 0; i < 60; i++) new Worker("setInterval(() => {}, 1000)", { eval: true }).on("error", () => {}); setInterval(() => {}, 1000);`;
    const { error } = await build(bubblewrap, { "build.mjs": threads }, { limits: { ...small, memoryBytes: plenty.memoryBytes, threads: 70 } });
    expect(error).toMatchObject({ code: "build_over_limit", message: expect.stringContaining("70"), hint: expect.stringContaining("WINDLASS_BUILD_PROCESSES") });
  });
});
