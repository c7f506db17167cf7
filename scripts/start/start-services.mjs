import { join } from "node:path";
import { hasHint } from "../steps/failure.mjs";
import { sandboxEnvironment } from "../steps/layout.mjs";
import { logFileOf } from "./log-file.mjs";
import { supervise } from "./supervise.mjs";
import { together } from "./together.mjs";

/**
 * @typedef {import("./supervise.mjs").Launch} Launch
 * @typedef {{ databaseUrl: string, redisUrl: string, sandboxUrl: string | null }} Services
 */

/**
 * Brings up what the API and the worker need, as far as the options do not name it. Without a sandbox it goes on.
 * @param {Launch} launch @returns {Promise<Services>}
 */
export async function startServices(launch) {
  const { progress, options } = launch;
  const { databaseUrl, redisUrl } = options;
  const services = /** @type {const} */ ([
    databaseUrl ?? progress.step("Start Postgres", () => startPostgres(launch)),
    redisUrl ?? progress.step("Start Redis", () => startRedis(launch)),
    options.sandbox ? startSandbox(launch) : null,
  ]);
  const [database, redis, sandbox] = await together(services);
  return { databaseUrl: database, redisUrl: redis, sandboxUrl: sandbox };
}

/** Started again it keeps its port, because the API and the worker know it. @param {Launch} launch */
async function startPostgres(launch) {
  const { startPostgres: start } = await import("@windlass/local-services/postgres");
  const { dataDir } = launch.options;
  const at = { dataDir: join(dataDir, "postgres"), logFile: logFileOf(dataDir, "postgres") };
  let url = "";
  /** @type {{ port?: number }} */
  let again = {};
  await supervise(launch, {
    name: "Postgres",
    command: at.dataDir,
    start: async () => {
      const started = await start({ ...at, ...again });
      again = { port: started.port };
      url = started.url;
      return started;
    },
  });
  return url;
}

/** @param {Launch} launch */
async function startRedis(launch) {
  const { startRedis: start } = await import("@windlass/local-services/redis");
  const { dataDir } = launch.options;
  const at = { dataDir: join(dataDir, "redis"), logFile: logFileOf(dataDir, "redis") };
  let url = "";
  /** @type {{ address?: { port: number, password: string } }} */
  let again = {};
  await supervise(launch, {
    name: "Redis",
    command: "-server",
    start: async () => {
      const started = await start({ ...at, ...again });
      again = { address: started.address };
      url = started.url;
      return started;
    },
  });
  return url;
}

/** Builds run without it too, but for those of strangers' code: says so and goes on. @param {Launch} launch */
export async function findBubblewrap({ progress, lifetime }) {
  if (process.env.WINDLASS_BUILD_ISOLATION === "off" || process.env.WINDLASS_BUILD_CONTAINER) return;
  const { bubblewrapProgram } = await import("@windlass/local-services/bubblewrap");
  try {
    await progress.step("Find bubblewrap", () => bubblewrapProgram(), String);
  } catch (error) {
    lifetime.signal.throwIfAborted();
    const [message, hint] = hasHint(error) ? [error.message, error.hint] : [String(error), "apt-get's own log may say more."];
    progress.warn(`${message}\n  ${hint}\n  Windlass goes on without: builds can read what the worker can, and code of people without write access is not built.`);
  }
}

/** Null, after saying why, when this machine cannot have it. @param {Launch} launch @returns {Promise<string | null>} */
async function startSandbox(launch) {
  const { startSandbox: start } = await import("@windlass/local-services/sandbox");
  const { dataDir } = launch.options;
  const { signal } = launch.lifetime;
  const at = { dataDir: join(dataDir, "sandbox"), logFile: logFileOf(dataDir, "sandbox"), environmentDir: sandboxEnvironment, persistent: true, signal };
  let url = "";
  const startOnce = async () => {
    const started = await start(at);
    url = started.url;
    return started;
  };
  try {
    await launch.progress.step("Start the AWS sandbox", () => supervise(launch, { name: "The AWS sandbox", command: "ministack", start: startOnce }));
    return url;
  } catch (error) {
    signal.throwIfAborted();
    const [message, hint] = hasHint(error) ? [error.message, error.hint] : [String(error), "Its log may say more."];
    launch.progress.warn(`${message}\n  ${hint}\n  Windlass goes on without the sandbox: connect an AWS account on the Accounts page.`);
    return null;
  }
}
