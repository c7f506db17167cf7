import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { root } from "./layout.mjs";
import { run, tail } from "./run.mjs";
import { filesBelow, hashFiles, isStamped, stamp } from "./stamp.mjs";

/**
 * Builds the web app with Vite.
 * @param {AbortSignal} signal @returns {Promise<string>} what was done, in words
 */
export async function buildWeb(signal) {
  const web = join(root, "apps/web");
  const packages = ["contracts", "cloudformation", "client"].flatMap((name) => filesBelow(join(root, "packages", name, "src")));
  const isSource = (/** @type {string} */ file) => !/\.test\.tsx?$/.test(file);
  const hash = hashFiles([...filesBelow(web), ...packages, join(root, "pnpm-lock.yaml")].filter(isSource));
  const stampFile = join(web, "dist/.stamp");
  if (isStamped(stampFile, hash)) return "up to date";
  const vite = join(web, "node_modules/vite/bin/vite.js");
  const env = { ...process.env, NODE_ENV: "production" };
  const { code, output } = await run(process.execPath, [vite, "build"], { cwd: web, env, signal });
  if (code !== 0) throw new Failure(`The web app could not be built:\n${tail(output, 20)}`, "Correct the place named above.");
  stamp(stampFile, hash);
  return "with Vite";
}
