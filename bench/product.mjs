import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { startPostgres } from "@windlass/local-services/postgres";
import { startRedis } from "@windlass/local-services/redis";
import { openServices } from "./product-services.mjs";
import { runTimed } from "./run-timed.mjs";

const root = join(import.meta.dirname, "..");
const email = "bench@example.org";

/** @typedef {Awaited<ReturnType<typeof startProduct>>} Product */

/**
 * Starts the whole product, as `npm start` does, on a free port with a data folder of its own, and signs in. Its
 * Postgres and Redis are those that `npm start` would start, but known to the benchmark, whose floors use them too.
 * @param {string} folder @param {{ concurrency?: number, sandbox?: boolean, environment?: Record<string, string> }} [options]
 */
export async function startProduct(folder, { concurrency, sandbox = true, environment = {} } = {}) {
  const dataDir = join(folder, "data");
  mkdirSync(join(dataDir, "logs"), { recursive: true });
  const postgres = await startPostgres({ dataDir: join(dataDir, "postgres"), logFile: join(dataDir, "logs/postgres.log") });
  const redis = await startRedis({ dataDir: join(dataDir, "redis"), logFile: join(dataDir, "logs/redis.log") });
  const port = await freePort();
  const password = randomBytes(18).toString("base64url");
  const env = {
    ...process.env,
    WINDLASS_ADMIN_EMAIL: email,
    WINDLASS_ADMIN_PASSWORD: password,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ...(concurrency === undefined ? {} : { WINDLASS_CONCURRENCY: String(concurrency) }),
    ...environment,
  };
  const args = [join(root, "scripts/start.mjs"), "--port", String(port), "--data", dataDir, ...(sandbox ? [] : ["--no-sandbox"])];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await redis.stop();
    await postgres.stop();
  };
  try {
    await outputUntil(child, "Windlass is ready");
    const url = `http://127.0.0.1:${port}`;
    const clientEnv = { ...process.env, XDG_CONFIG_HOME: join(folder, "config") };
    await signIn({ server: url, password, env: clientEnv });
    const cookie = await signInAsPerson(url, password);
    const call = caller(url, { cookie });
    const { token } = await call("POST", "/api/tokens", { name: "bench" });
    return {
      url,
      folder,
      cookie,
      token,
      call,
      databaseUrl: postgres.url,
      adminUrl: postgres.adminUrl,
      redisUrl: redis.url,
      postgresPid: postgres.child.pid,
      redisPid: redis.child.pid,
      sandboxUrl: sandbox ? `http://127.0.0.1:${readFileSync(join(dataDir, "sandbox/port"), "utf8").trim()}` : "",
      services: openServices({ folder, call }),
      /** The process id of "The API", "The worker" or "The AWS sandbox" now. */
      pidOf: (/** @type {string} */ name) => {
        /** @type {{ name: string, pid: number }[]} */
        const { children } = JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8"));
        return children.find((one) => one.name === name)?.pid ?? 0;
      },
      /** Runs `windlass … --json`. */
      windlass: async (/** @type {string[]} */ ...commandLine) => {
        const { seconds, stdout } = await runTimed(process.execPath, [join(root, "bin/windlass"), ...commandLine, "--json"], { env: clientEnv });
        return { seconds, answer: JSON.parse(stdout) };
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Runs `work` with a product of its own, and stops it whatever happens.
 * @template T @param {string} folder @param {Parameters<typeof startProduct>[1]} options @param {(product: Product) => Promise<T>} work
 */
export async function withProduct(folder, options, work) {
  const product = await startProduct(folder, options);
  try {
    return await work(product);
  } finally {
    await product.stop();
  }
}

/**
 * Calls the API and returns its answer. Throws for any status but 2XX.
 * @param {string} url @param {Record<string, string>} headers
 */
function caller(url, headers) {
  return async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body) => {
    const init = body === undefined ? { method, headers } : { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(url + path, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return text === "" ? null : JSON.parse(text);
  };
}

/** @param {string} url @param {string} password @returns {Promise<string>} the session's cookie */
async function signInAsPerson(url, password) {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (!answer.ok || cookie === undefined) throw new Error(`Signing in answered ${answer.status}`);
  return cookie;
}

/** @param {{ server: string, password: string, env: NodeJS.ProcessEnv }} input */
function signIn({ server, password, env }) {
  return new Promise((resolve, reject) => {
    const args = [join(root, "bin/windlass"), "login", "--server", server, "--email", email, "--password-stdin"];
    const child = spawn(process.execPath, args, { env, stdio: ["pipe", "ignore", "inherit"] });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(undefined) : reject(new Error(`windlass login ended with exit code ${code}`))));
    child.stdin.end(password);
  });
}

/** @param {import("node:child_process").ChildProcess} child @param {string} text */
function outputUntil(child, text) {
  return new Promise((resolve, reject) => {
    let output = "";
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      if (output.includes(text)) resolve(undefined);
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.once("exit", () => reject(new Error(`The product did not start:\n${output}`)));
  });
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
