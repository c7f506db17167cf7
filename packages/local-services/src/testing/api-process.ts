import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../free-port.js";

const root = join(import.meta.dirname, "../../../..");
const startLimitMs = 80_000;

export const administrator = { email: "ada@example.org", password: "correct-horse-battery" };

export interface ApiProcess {
  url: string;
  /** Its data folder. */
  dataDir: string;
  /** Ends the API as a crash would, and starts it again at the same address. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the real API in a process of its own, as it was built before the tests, so that a test can let it crash. `env` is added to its environment. */
export async function startApi(services: { databaseUrl: string; redisUrl: string; sandboxUrl: string; env?: Record<string, string> }): Promise<ApiProcess> {
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
    child = spawn(process.execPath, [join(root, "apps/api/dist/server.js")], { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    const started = child;
    // However the tests end, it does not outlive them.
    const kill = (): void => void started.kill("SIGKILL");
    process.once("exit", kill);
    started.once("exit", () => process.off("exit", kill));
    await untilHealthy(url, child);
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
    stop: async () => {
      await end("SIGTERM");
      await rm(dataDir, { recursive: true });
    },
  };
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (!(await fetch(`${url}/healthz`).then((answer) => answer.ok, () => false))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error("The API did not start; its output says why.");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
