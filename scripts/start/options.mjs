import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../steps/failure.mjs";
import { root } from "../steps/layout.mjs";

export const usage = `npm start -- [--port N] [--data FOLDER] [--no-sandbox]

  --port N        where the dashboard and the API are (PORT; 4680)
  --data FOLDER   where everything is kept (WINDLASS_DATA; .windlass)
  --no-sandbox    without the local AWS emulator

  DATABASE_URL, REDIS_URL       use these instead of starting a Postgres and a Redis
  HOST                          listen on another address than 127.0.0.1
  WINDLASS_ADMIN_EMAIL, WINDLASS_ADMIN_PASSWORD   create the administrator without the link
  WINDLASS_MASTER_KEY           32 bytes in base64 that encrypt what is stored (default: a file in the data folder)`;

/**
 * @typedef {{ help: boolean, port: number, host: string, dataDir: string, sandbox: boolean, databaseUrl: string | null, redisUrl: string | null }} StartOptions
 */

/**
 * What the command line and the environment ask for. Throws a Failure for what is not understood.
 * @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {StartOptions}
 */
export function readOptions(args, env) {
  const values = parse(args);
  const port = Number(values.port ?? env.PORT ?? 4680);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Failure(`"${values.port ?? env.PORT}" is no port`, "Give a number from 1 to 65535.");
  }
  return {
    help: values.help,
    port,
    host: env.HOST || "127.0.0.1",
    dataDir: resolve(root, values.data ?? (env.WINDLASS_DATA || ".windlass")),
    sandbox: !values["no-sandbox"],
    databaseUrl: env.DATABASE_URL || null,
    redisUrl: env.REDIS_URL || null,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        help: { type: "boolean", short: "h", default: false },
        port: { type: "string" },
        data: { type: "string" },
        "no-sandbox": { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error), usage);
  }
}
