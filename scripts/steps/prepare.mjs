import { buildCli } from "./build-cli.mjs";
import { buildPackages } from "./build-packages.mjs";
import { buildServers } from "./build-servers.mjs";
import { buildWeb } from "./build-web.mjs";
import { generatePrisma } from "./generate-prisma.mjs";
import { installPackages } from "./install-packages.mjs";

/** @typedef {{ progress: import("./progress.mjs").Progress, signal: AbortSignal }} PrepareContext */

/** Makes the server's part of a clone runnable. A step whose sources have not changed is skipped. @param {PrepareContext} context */
export async function prepareServer({ progress, signal }) {
  await progress.step("Install packages", () => installPackages(signal), String);
  await progress.step("Generate the database client", () => generatePrisma(signal), String);
  await progress.step("Build the packages", () => buildPackages(), String);
  await progress.step("Build the server", () => buildServers(), String);
  await progress.step("Build the command line", () => buildCli(), String);
}

/** Makes what the browser loads. Needs the packages. @param {PrepareContext} context */
export async function prepareWeb({ progress, signal }) {
  await progress.step("Build the web app", () => buildWeb(signal), String);
}
