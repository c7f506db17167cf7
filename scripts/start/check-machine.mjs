import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { Failure } from "../steps/failure.mjs";
import { run } from "../steps/run.mjs";

/** Makes the data folder, for this user alone. Throws a Failure when nothing can be written there. @param {string} dataDir */
export function checkDataFolder(dataDir) {
  const probe = join(dataDir, ".write-test");
  try {
    makeFolder(join(dataDir, "logs"));
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`The data folder ${dataDir} cannot be written: ${reason}`, "Make it writable, or name another one: npm start -- --data FOLDER");
  }
}

/** Throws a Failure when something listens there already. @param {{ host: string, port: number }} address */
export async function checkPort({ host, port }) {
  const reason = await whyNotFree(host, port);
  if (reason === null) return;
  if (reason === "EADDRINUSE") {
    const other = (await isWindlass(port)) ? "another Windlass" : "another program";
    throw new Failure(`Port ${port} is in use by ${other}`, `End it, or take another port: npm start -- --port ${port + 1}`);
  }
  if (reason === "EACCES") throw new Failure(`Port ${port} needs more rights than this user has`, "Take a port above 1023: npm start -- --port 4680");
  throw new Failure(`Windlass cannot listen on ${host}:${port} (${reason})`, "Set HOST to an address of this machine.");
}

/** Throws a Failure when there is no git. @param {AbortSignal} signal */
export async function checkGit(signal) {
  try {
    await run("git", ["--version"], { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new Failure("git is not installed", "Install git (https://git-scm.com) and start again.", error);
  }
}

/** Folder by folder: mkdir's own recursion never ends in a folder like /proc that has no room for new ones. @param {string} path */
function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** @param {string} host @param {number} port @returns {Promise<string | null>} */
function whyNotFree(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

/** @param {number} port */
async function isWindlass(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/setup`, { signal: AbortSignal.timeout(2_000) });
    /** @type {unknown} */
    const status = await answer.json();
    return typeof status === "object" && status !== null && "sandbox" in status;
  } catch {
    return false;
  }
}
