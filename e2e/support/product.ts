import { test as base } from "@playwright/test";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The whole product, started as a newcomer starts it. */
export interface Product {
  /** The dashboard's and the API's address. */
  readonly url: string;
  /** Creates the administrator. */
  readonly setupUrl: string;
  /** The emulator's endpoint. */
  readonly sandboxUrl: string;
  readonly dataDir: string;
  /** The path of the sample service's git repository. */
  readonly sampleRepository: string;
  /** The secret that signs webhook deliveries. */
  readonly webhookSecret: string;
  /** Kills the API as a crash would; `npm start` starts it again. Settles when it answers. */
  crashApi(): Promise<void>;
  /** Stops the product's Redis from answering until the result is called. */
  pauseRedis(): () => void;
  stop(): Promise<void>;
}

const startTimeoutMs = 240_000;

/** Starts the product on a free port with a data folder of its own, and waits until it says that it is ready. */
export async function startProduct(): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), "windlass-product-"));
  const port = await freePort();
  // Stands in for a GitHub Enterprise Server in one's own network.
  const allowed = { WINDLASS_ALLOWED_HOSTS: "127.0.0.1" };
  const { WINDLASS_ADMIN_EMAIL: _email, WINDLASS_ADMIN_PASSWORD: _password, DATABASE_URL: _database, REDIS_URL: _redis, ...env } = process.env;
  const script = join(import.meta.dirname, "../../scripts/start.mjs");
  const child = spawn(process.execPath, [script, "--port", String(port), "--data", dataDir], { env: { ...env, ...allowed }, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  const output = await outputUntil(child, "To end");
  const url = `http://127.0.0.1:${port}`;
  const setupUrl = /http\S+\/setup\?token=\S+/.exec(output)?.[0];
  if (setupUrl === undefined) {
    await stop();
    throw new Error(`The product did not start:\n${output}`);
  }
  return {
    url,
    setupUrl,
    sandboxUrl: `http://127.0.0.1:${readFileSync(join(dataDir, "sandbox/port"), "utf8")}`,
    dataDir,
    sampleRepository: join(dataDir, "sample"),
    webhookSecret: readFileSync(join(dataDir, "webhook.secret"), "utf8").trim(),
    crashApi: () => crashApi(dataDir, url),
    pauseRedis() {
      const pid = childOf(dataDir, "Redis");
      process.kill(pid, "SIGSTOP");
      return () => void process.kill(pid, "SIGCONT");
    },
    stop,
  };
}

export { expect } from "@playwright/test";

/** One product for all tests of a Playwright worker. */
export const test = base.extend<object, { product: Product }>({
  product: [
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: startTimeoutMs },
  ],
});

function childOf(dataDir: string, name: string): number {
  const { children } = JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8")) as { children: { name: string; pid: number }[] };
  const child = children.find((other) => other.name === name);
  if (!child) throw new Error(`${name} is not running`);
  return child.pid;
}

async function crashApi(dataDir: string, url: string): Promise<void> {
  process.kill(childOf(dataDir, "The API"), "SIGKILL");
  const deadline = Date.now() + 60_000;
  let gone = false;
  while (Date.now() < deadline) {
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
    if (gone && ready) return;
    gone ||= !ready;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The API did not come back");
}

/** What the process prints until `text` appears or it ends. */
function outputUntil(child: ReturnType<typeof spawn>, text: string): Promise<string> {
  return new Promise((resolve) => {
    let output = "";
    const timer = setTimeout(() => resolve(output), startTimeoutMs - 20_000);
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(text)) resolve(output);
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve(output);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
