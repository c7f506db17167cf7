import { randomBytes } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../steps/failure.mjs";
import { root, serverBundle } from "../steps/layout.mjs";
import { run, tail } from "../steps/run.mjs";
import { logFileOf } from "./log-file.mjs";
import { supervise } from "./supervise.mjs";

/**
 * @typedef {import("./supervise.mjs").Launch} Launch
 * @typedef {import("./start-services.mjs").Services} Services
 * @typedef {{ name: string, app: string, args: string[], env: NodeJS.ProcessEnv, isReady: () => Promise<boolean> }} App `args` are Node's
 */

/** Making the query compiler's hot functions faster takes 45 MB, which stay with the process, and no request is faster for it. */
const withoutSecondCompilation = ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];

/** @param {"api" | "worker"} app @param {string} entry */
const builtApp = (app, entry) => ["--enable-source-maps", "--expose-gc", ...withoutSecondCompilation, join(serverBundle(app), `${entry}.js`)];

/** What the API and the worker are told. @param {Launch} launch @param {Services & { sampleRepository: string }} found */
export function serverEnvironment({ options }, found) {
  return {
    NODE_ENV: "production",
    // The SDK announces on each start that it will drop Node 20: we follow our own engines field.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    // What a start has needed, glibc keeps: for each thread, and more the larger it was. Told so, it gives a quarter of the memory back.
    MALLOC_ARENA_MAX: "1",
    MALLOC_TRIM_THRESHOLD_: "131072",
    ...process.env,
    DATABASE_URL: found.databaseUrl,
    REDIS_URL: found.redisUrl,
    HOST: options.host,
    PORT: String(options.port),
    WINDLASS_DATA: options.dataDir,
    WINDLASS_WEB_DIR: join(root, "apps/web/dist"),
    WINDLASS_SAMPLE_REPOSITORY: found.sampleRepository,
    WINDLASS_SETUP_TOKEN: randomBytes(24).toString("base64url"),
    ...(found.sandboxUrl ? { WINDLASS_SANDBOX_URL: found.sandboxUrl } : {}),
  };
}

/** @param {NodeJS.ProcessEnv} env @param {AbortSignal} signal @returns {Promise<string>} what was done, in words */
export async function migrateDatabase(env, signal) {
  const { code, output } = await run(process.execPath, [join(root, "packages/database/dist/migrate-command.js")], { env, signal });
  if (code !== 0) throw explainMigration(env.DATABASE_URL ?? "", output);
  const { applied } = JSON.parse(output.trim().split("\n").at(-1) ?? "{}");
  return applied.length === 0 ? "up to date" : `${applied.length} applied`;
}

/** @param {string} url @param {string} output */
function explainMigration(url, output) {
  const { host, pathname } = new URL(url);
  if (/ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ECONNRESET/.test(output)) {
    return new Failure(`Postgres at ${host} does not answer`, "Check DATABASE_URL, or start without it to use the embedded Postgres.");
  }
  if (/authentication failed|28P01|28000/.test(output)) return new Failure(`Postgres at ${host} refuses the user of DATABASE_URL`, "Check its user and password.");
  return new Failure(`The database ${pathname.slice(1)} at ${host} could not be migrated:\n${tail(output, 12)}`, "Nothing was changed by the migration that failed.");
}

/** Where this machine reaches the server. @param {{ host: string, port: number }} at */
export function addressOf({ host, port }) {
  return `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`;
}

/** @param {string} address @returns {() => Promise<boolean>} */
export const readiness = (address) => async () => (await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;

/** @param {Launch} launch @param {NodeJS.ProcessEnv} env @returns {Promise<string>} its address */
export async function startApi(launch, env) {
  const { progress, options } = launch;
  const address = addressOf(options);
  const isReady = readiness(address);
  await progress.step("Start the API", () => superviseApp(launch, { name: "The API", app: "api", args: builtApp("api", "server"), env, isReady }));
  return address;
}

/** @param {Launch} launch @param {NodeJS.ProcessEnv} env */
export async function startWorker(launch, env) {
  // It has no address to ask; its first line says that it takes jobs. When it fails instead, it ends.
  const logFile = logFileOf(launch.options.dataDir, "worker");
  const sizeOf = () => (existsSync(logFile) ? statSync(logFile).size : 0);
  const before = sizeOf();
  const isReady = async () => sizeOf() > before;
  await launch.progress.step("Start the worker", () => superviseApp(launch, { name: "The worker", app: "worker", args: builtApp("worker", "main"), env, isReady }));
}

/**
 * Runs an app and keeps it running.
 * @param {Launch} launch @param {App} app
 */
export async function superviseApp(launch, { name, app, args, env, isReady }) {
  const { startChild } = await import("@windlass/local-services/child");
  const { waitUntilReady } = await import("@windlass/local-services/wait-until");
  const logFile = logFileOf(launch.options.dataDir, app);
  const start = async () => {
    const child = await startChild({ command: process.execPath, args, cwd: root, env, logFile });
    await waitUntilReady({ name, child, logFile, timeoutMs: 60_000, signal: launch.lifetime.signal, check: isReady });
    return { child, stop: () => child.end("SIGTERM", 20_000) };
  };
  await supervise(launch, { name, command: args.at(-1) ?? app, start });
}
