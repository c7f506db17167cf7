import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { root, workspaceFolders } from "./layout.mjs";
import { run, tail } from "./run.mjs";
import { hashFiles, isStamped, stamp } from "./stamp.mjs";

/**
 * Installs the workspace exactly as the lockfile says, with the pnpm that package.json names.
 * @param {AbortSignal} signal @returns {Promise<string>} what was done, in words
 */
export async function installPackages(signal) {
  const manifests = [root, ...workspaceFolders()].map((folder) => join(folder, "package.json"));
  const hash = hashFiles([...manifests, join(root, "pnpm-lock.yaml"), join(root, "pnpm-workspace.yaml")]);
  const stampFile = join(root, "node_modules/.windlass-installed");
  if (isStamped(stampFile, hash)) return "up to date";
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const args = ["--yes", packageManager, "install", "--frozen-lockfile", "--config.confirmModulesPurge=false"];
  const { code, output } = await run("npx", args, { cwd: root, signal });
  if (code !== 0) throw explain(output);
  stamp(stampFile, hash);
  return "from the lockfile";
}

const networkErrors = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL|network request to .* failed/;

/** @param {string} output what pnpm printed @returns {Failure} */
export function explain(output) {
  if (networkErrors.test(output)) {
    const address = /https?:\/\/[^\s/"']+/.exec(output)?.[0];
    return new Failure(
      `The package registry${address ? ` ${address}` : ""} cannot be reached`,
      "Check the network. Behind a proxy set HTTPS_PROXY; for a mirror run: npm config set registry URL",
    );
  }
  if (output.includes("ERR_PNPM_OUTDATED_LOCKFILE")) {
    return new Failure("pnpm-lock.yaml does not match the package.json files", "Undo local changes to them, or update the lockfile: npx pnpm install");
  }
  if (/ENOSPC/.test(output)) return new Failure("The disk is full", "Free about 1 GB and start again.");
  return new Failure(`pnpm could not install the packages:\n${tail(output)}`, "The lines above are pnpm's own.");
}
