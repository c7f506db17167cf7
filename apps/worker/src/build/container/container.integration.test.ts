import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { evaluateModule } from "@windlass/compiler/1-read/evaluate-module";
import { needDockerEngine, type DockerEngine } from "@windlass/local-services/docker-engine";
import { readQueue } from "@windlass/operations/deployment/read-queue";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { readAllowedHosts } from "../../network/allowed-hosts.js";
import { runProcess, type ProcessEnd } from "../../process/run-process.js";
import { testBuilds } from "../../testing/in-process-worker.js";
import { sampleService } from "../../testing/sample-service.js";
import { importTestImage } from "../../testing/test-image.js";
import { openTestWorld } from "../../testing/test-world.js";
import type { BuildLimits, Containers } from "../isolation/isolation.js";
import type { BuildPlace } from "../isolation/build-place.js";
import { openBuildPlace } from "../isolation/open-build-place.js";
import { watchLimits } from "../isolation/watch-limits.js";
import { cleanContainers, labelNames, labelsOf } from "./clean-containers.js";
import { containerCommand } from "./container-command.js";
import { containerOf } from "./container-of.js";
import { readEngineAddress } from "./engine-address.js";
import { openEngine, type Engine } from "./engine.js";
import { findContainer } from "./find-container.js";

const image = "windlass-test-build";
const plenty: BuildLimits = { memoryBytes: 512 * 1024 ** 2, diskBytes: 100 * 1024 ** 2, files: 20_000, processes: 200, threads: 100 };

let own: DockerEngine | undefined;
let host: string;
let folder: string;
let inTmp: string;
let service: Server;
let secretive: ChildProcess;
let containers: Containers;
let engine: Engine;
let builds = 0;

beforeAll(async () => {
  own = process.env["WINDLASS_TEST_ENGINE"] === undefined ? await needDockerEngine(join(import.meta.dirname, "../../../../../node_modules/.cache")) : undefined;
  host = own?.host ?? process.env["WINDLASS_TEST_ENGINE"] ?? "";
  engine = openEngine(readEngineAddress(host));
  await importTestImage(engine.address, image);
  folder = await mkdtemp(join(tmpdir(), "windlass-containers-"));
  inTmp = await mkdtemp(join(tmpdir(), "windlass-seen-"));
  await chmod(folder, 0o755);
  const found = await findContainer({ image, dockerHost: host, dataDir: folder });
  if (found.kind !== "container") throw new Error(JSON.stringify(found));
  containers = found;
  for (const [name, text] of Object.entries({ "data/master.key": "MASTER", "home/.aws/credentials": "AWS", "home/.ssh/id_ed25519": "SSH", "work/other/1/source/code.js": "x" })) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  secretive = spawn("sleep", ["618.3"], { env: { PATH: process.env["PATH"], SECRET_CANARY: "canary" }, stdio: "ignore" });
  service = createServer((_request, answer) => answer.end("the server's own")).listen(0, "127.0.0.1");
  await once(service, "listening");
});
afterAll(async () => {
  secretive.kill("SIGKILL");
  service.close();
  for (const path of [folder, inTmp]) await rm(path, { recursive: true, force: true });
  await own?.stop();
});

const port = (): number => Number(new URL(`http://${JSON.stringify(service.address()).replace(/.*"port":(\d+).*/, "127.0.0.1:$1")}`).port);

async function open(files: Record<string, string>, more: { limits?: BuildLimits; hosts?: string; refused?: string[] } = {}): Promise<{ place: BuildPlace; root: string }> {
  builds += 1;
  const workDir = join(folder, "work", String(builds), "1");
  const root = join(workDir, "source");
  await mkdir(root, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  const place = await openBuildPlace({
    isolation: containers, limits: more.limits ?? plenty, workDir, root, signal: new AbortController().signal, hosts: readAllowedHosts(more.hosts ?? "", "https://registry.npmjs.org/"), trust: "untrusted",
    packageCache: null, readOnly: [join(folder, "is-not-there")], service: "svc", stage: "dev", commit: "0".repeat(40), nodeProgram: containers.node.program, onRefused: (wanted) => more.refused?.push(wanted),
  });
  return { place, root };
}

type Ran = { end: ProcessEnd | null; text: string; error: unknown };

async function build(script: string, more: Parameters<typeof open>[1] & { files?: Record<string, string>; signal?: AbortSignal; onText?: (text: string) => void } = {}): Promise<Ran> {
  const { place, root } = await open({ "build.mjs": script, ...more.files }, more);
  await copyFile(join(import.meta.dirname, "../isolation/testing/attack.mjs"), join(root, "attack.mjs"));
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, more.signal ?? over.signal]);
  let text = "";
  const collect = (chunk: Buffer): void => {
    text += chunk.toString("utf8");
    more.onText?.(text);
  };
  const watch = await watchLimits({ limits: more.limits ?? plenty, folders: place.folders, onExceeded: (error) => over.abort(error) });
  try {
    const end = await runProcess({ ...place.prepare({ program: "node", args: ["build.mjs"], cwd: root }), timeoutMs: 30_000, signal, onStdout: collect, onStderr: collect });
    return { end, text, error: await place.excess() };
  } catch (error) {
    return { end: null, text, error };
  } finally {
    watch.stop();
    await place.close();
  }
}

const left = async (): Promise<number> => (await engine.list({ [labelNames.build]: null })).length;

describe("a build in a container", () => {
  it("gets nothing of the server's (S13)", async () => {
    const place = (url: string) => ({ host: new URL(url).hostname, port: Number(new URL(url).port) });
    const targets = {
      masterKey: join(folder, "data/master.key"), home: join(folder, "home"), otherWork: join(folder, "work/other/1/source"), inTmp: basename(inTmp),
      postgres: place(inject("databaseUrl")), redis: place(inject("redisUrl")), service: port(), abstract: "windlass-none", socket: host.replace("unix://", ""),
      insideName: "localhost", workerPid: secretive.pid, marker: "618.3", hostname: hostname(), disk: "/dev/vda",
    };
    const refused: string[] = [];
    const { text, end } = await build('await import("./attack.mjs");', { files: { "targets.json": JSON.stringify(targets) }, hosts: `localhost:${port()}`, refused });
    const line = text.split("\n").find((one) => one.startsWith("{"));
    if (line === undefined) throw new Error(`The attack told nothing: ${JSON.stringify({ end, text })}`);
    const results: Record<string, { got?: string }> = JSON.parse(line);
    expect(Object.keys(results).length).toBeGreaterThan(30);
    // The engine gives each container a name of its own there; the page is of a host that is allowed.
    const allowed = ["reads /etc/hostname", "reaches a name that leads inside"];
    expect(Object.entries(results).filter(([name, { got }]) => got !== undefined && !allowed.includes(name))).toEqual([]);
    expect(text).not.toMatch(/canary|MASTER|AWS|SSH/);
    expect(refused).toEqual(expect.arrayContaining(["169.254.169.254:80"]));
    expect(await left()).toBe(0);
  });

  it("has its exit code, output and files, a user who is not root, a root that is read-only and one way out", async () => {
    const script = `import { writeFileSync, readFileSync } from "node:fs"; import { request } from "node:http";
      writeFileSync("made", "x"); writeFileSync("/tmp/t", "x"); writeFileSync(process.env.HOME + "/h", "x");
      try { writeFileSync("/usr/x", "x"); console.log("wrote"); } catch (error) { console.log(error.code); }
      console.log(process.getuid() !== 0, /NoNewPrivs:\\s+1/.test(readFileSync("/proc/self/status", "utf8")), process.env.WINDLASS_STAGE); console.error("beside");
      const proxy = new URL(process.env.HTTP_PROXY);
      request({ host: proxy.hostname, port: proxy.port, path: "http://localhost:${port()}/x" }, (answer) => answer.on("data", (data) => { console.log("got", String(data)); process.exit(7); })).end();`;
    const { end, text } = await build(script, { hosts: `localhost:${port()}` });
    expect(end).toEqual({ ended: "exited", code: 7 });
    expect(text.trim().split("\n").toSorted((one, other) => one.localeCompare(other))).toEqual(["beside", expect.stringMatching(/^E(ROFS|ACCES)$/), "got the server's own", "true true dev"]);
  });

  it("runs the code of a config, which talks with the compiler", async () => {
    const { place, root } = await open({ "config.mjs": 'console.log("not in between"); export default { from: "a container", user: process.getuid() };' });
    try {
      const value = await evaluateModule({ directory: root, file: join(root, "config.mjs"), path: "config.mjs", env: { PATH: "/usr/bin:/bin" }, enclose: async (command) => place.encloseConfig(command) });
      expect(value).toEqual({ from: "a container", user: Number(containers.user.split(":")[0]) });
    } finally {
      await place.close();
    }
  });

  it("is ended when it takes too much memory or disk, and has no more threads than its limit (S32)", async () => {
    const memory = await build("const kept = []; setInterval(() => kept.push(Buffer.alloc(16 << 20, 1)), 5);", { limits: { ...plenty, memoryBytes: 150 * 1024 ** 2 } });
    expect(memory.error).toMatchObject({ code: "build_over_limit", message: expect.stringContaining("150 MB"), hint: expect.stringContaining("WINDLASS_BUILD_MEMORY_MB") });
    const disk = await build(`import { openSync, writeSync } from "node:fs"; for (let n = 0; ; n++) writeSync(openSync("f" + (n >> 3), "a"), Buffer.alloc(1 << 20, 1));`, { limits: { ...plenty, diskBytes: 30 * 1024 ** 2 } });
    expect(disk.error).toMatchObject({ code: "build_over_limit", hint: expect.stringContaining("WINDLASS_BUILD_DISK_MB") });
    const many = `import { spawn } from "node:child_process"; let started = 0;
      for (let i = 0; i < 300; i++) { const child = spawn("sh", ["-c", "read x"], { stdio: ["pipe", "ignore", "ignore"] }); child.on("error", () => {}); if (child.pid !== undefined) started++; }
      console.log(started); process.exit(0);`;
    const started = Number((await build(many)).text);
    expect(started).toBeGreaterThan(20);
    expect(started).toBeLessThan(100);
  });

  it("is gone when it is cancelled", async () => {
    const stop = new AbortController();
    const { error } = await build('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000);', { signal: stop.signal, onText: (text) => text.includes("up") && stop.abort(new Error("cancelled")) });
    expect(error).toMatchObject({ message: "cancelled" });
    expect(await left()).toBe(0);
  });
});

it("a stranger's deployment is built in a container, and its config that is code is read in one", async () => {
  const world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 54 });
  try {
    await world.startWorker({ builds: { ...testBuilds, isolation: containers, isolationRequired: true } });
    const { "serverless.yml": config = "", ...others } = sampleService("v1", "", "contained");
    const files = { ...others, "serverless.yml": `${config}custom:\n  from: \${file(./from.cjs)}\n`, "from.cjs": 'module.exports = { host: require("node:os").hostname() };\n', ".nvmrc": "4\n" };
    const script = 'require("node:fs").writeFileSync("hello.mjs", `export const handler = async () => ({ statusCode: 200, body: "built on ${require("node:os").hostname()}" });`); console.log("built");';
    const { name } = await world.addService(files, { buildCommand: ["node", "-e", script] });
    const { id } = await requestDeployment(world.context, { stage: { service: name, stage: "dev" } });
    await world.db.prisma.deployment.update({ where: { id }, data: { options: { trust: "untrusted" } } });
    const ended = await world.waitForEnd(id);
    const log = (await world.log(ended)).join("\n");
    expect(ended, log).toMatchObject({ state: "succeeded" });
    expect(log).toMatch(/asks for 4.*WINDLASS_BUILD_CONTAINER[^]*built/);
    expect(await world.call(ended.endpoints[0]?.url, "/hello")).toBe("built on build");
    expect((await readQueue(world.context)).builds).toEqual([{ host: hostname(), isolation: "container", reason: null }]);
    expect(await left()).toBe(0);
  } finally {
    await world.close();
  }
});

describe("containers of workers that died", () => {
  it("end with what stood for them, or are taken away when a worker starts; those of workers that live are left", async () => {
    const start = async (labels: Record<string, string>): Promise<ChildProcess> => {
      const cell = { writable: [], readOnly: [], placed: [], limits: plenty };
      const body = containerOf({ image, user: containers.user, cell, labels });
      const { program, args } = containerCommand(containers, { body, command: [containers.node.program, "-e", 'console.log("up"); setInterval(() => {}, 1000)'], pipes: false });
      const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: {} });
      await once(child.stdout, "data");
      return child;
    };
    const ofDead = await start({ ...labelsOf("dead"), [labelNames.pid]: "4194304" });
    const ofLiving = await start({ ...labelsOf("living"), [labelNames.pid]: String(process.ppid) });
    const ofOther = await start({ ...labelsOf("other"), [labelNames.host]: "another", [labelNames.pid]: "4194304" });
    const ended = once(ofDead, "exit");
    expect(await cleanContainers(engine, { oldestMs: 60_000 })).toBe(1);
    await ended;
    expect(await left()).toBe(2);
    ofLiving.kill("SIGTERM");
    await expect.poll(left).toBe(1);
    ofOther.kill("SIGKILL");
    await expect.poll(() => cleanContainers(engine, { oldestMs: 0 })).toBe(1);
    expect(await left()).toBe(0);
  });
});

describe("a worker that is to build in containers", () => {
  it.each([
    ["no engine listens", { image, dockerHost: "unix:///nowhere/docker.sock" }, /Docker engine/],
    ["the engine is named in a way that is not supported", { image, dockerHost: "ssh://somewhere" }, /TLS and ssh/],
    ["the image is not there", { image: "windlass-test-none:1" }, /no such image/i],
  ])("says what is in the way when %s", async (_when, input, reason) => {
    const found = await findContainer({ dockerHost: host, dataDir: folder, ...input });
    expect(found).toMatchObject({ kind: "none", reason: expect.stringMatching(reason) });
  });
});
