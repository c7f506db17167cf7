import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runTimed } from "./run-timed.mjs";

// osls (the maintained fork of the Serverless Framework v3) is the peer.
const packageFile = createRequire(import.meta.url).resolve("osls/package.json");
const { bin, version } = JSON.parse(readFileSync(packageFile, "utf8"));
const program = join(dirname(packageFile), typeof bin === "string" ? bin : bin.osls);

export const peerName = `osls ${version}`;

/**
 * Runs the peer in a service's folder.
 * @param {string} cwd @param {readonly string[]} args @param {NodeJS.ProcessEnv} env
 */
export function osls(cwd, args, env = {}) {
  const quiet = { SLS_TELEMETRY_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off", FORCE_COLOR: "0" };
  return runTimed(process.execPath, [program, ...args], { cwd, env: { ...process.env, ...quiet, ...env } });
}
