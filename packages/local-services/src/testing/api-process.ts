import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.js";

const ownRoot = join(import.meta.dirname, "../../../..");
const startLimitMs = 80_000;

export const administrator = { email: "ada@example.org", password: "correct-horse-battery" };

export interface ApiProcess {
  url: string;
  /** Its data folder. */
  dataDir: string;
  /** Ends the API as a crash would, and starts it again at the same address. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** Starts a worker beside it, which ends with it at the latest. */
  startWorker(): Promise<WorkerOfApi>;
  stop(): Promise<void>;
}

export interface WorkerOfApi {
  /** Ends it in order, or as a crash does. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

export interface ApiServices {
  databaseUrl: string;
  redisUrl: string;
  sandboxUrl: string;
  env?: Record<string, string>;
  /** Where another version of Windlass was built. */
  root?: string;
}

/** Starts the real API in a process of its own, as it was built before the tests, so that a test can let it crash. `env` is added to its environment. */
export async function startApi(services: ApiServices): Promise<ApiProcess> {
  const root = services.root ?? ownRoot;
  const dataDir = await mkdtemp(join(tmpdir(), "windlass-cli-api-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env["PATH"],
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    WINDLASS_SANDBOX_URL: services.sandboxUrl,
    PORT: String(port),
    WINDLASS_DATA: dataDir,
    WINDLASS_ADMIN_EMAIL: administrator.email,
    WINDLASS_ADMIN_PASSWORD: administrator.password,
    LOG_LEVEL: "warn",
    ...services.env,
  };
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(process.execPath, [programOf(root, "api", "server.js")], { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    const started = child;
    // However the tests end, it does not outlive them.
    const kill = (): void => void started.kill("SIGKILL");
    process.once("exit", kill);
    started.once("exit", () => process.off("exit", kill));
    await untilHealthy(url, child);
  };
  const workers: ChildProcess[] = [];
  const startWorker = async (): Promise<WorkerOfApi> => {
    const worker = spawn(process.execPath, [programOf(root, "worker", "main.js")], { cwd: root, env: { ...env, LOG_LEVEL: "info" }, stdio: ["ignore", "pipe", "inherit"] });
    workers.push(worker);
    const kill = (): void => void worker.kill("SIGKILL");
    process.once("exit", kill);
    worker.once("exit", () => process.off("exit", kill));
    await untilTakesJobs(worker);
    return { end: (signal) => endProcess(worker, signal) };
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = undefined;
    if (ending === undefined) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill(signal);
    await ended;
  };
  await start();
  return {
    url,
    dataDir,
    crash: () => end("SIGKILL"),
    restart: start,
    startWorker,
    stop: async () => {
      await Promise.all(workers.map((worker) => endProcess(worker, "SIGTERM")));
      await end("SIGTERM");
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Versions before the bundles were run from what the compiler wrote. */
function programOf(root: string, app: string, file: string): string {
  const bundle = join(root, "apps", app, "dist/bundle", file);
  return existsSync(bundle) ? bundle : join(root, "apps", app, "dist", file);
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (!(await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error("The API did not start; its output says why.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Its log is read on, so that it never waits for it. */
async function untilTakesJobs(worker: ChildProcess): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    worker.stdout?.on("data", (chunk: Buffer) => {
      if (log.includes("takes jobs")) return;
      log += chunk.toString();
      if (log.includes("takes jobs")) resolve();
    });
    worker.once("exit", (code) => reject(new Error(`The worker ended with ${code}: ${log}`)));
  });
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}
