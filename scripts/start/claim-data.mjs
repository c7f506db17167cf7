import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "../steps/failure.mjs";
import { commandLineOf } from "../steps/command-line-of.mjs";

/**
 * @typedef {{ name: string, pid: number, command: string }} RunningProcess `command` is a part of its command line that tells it from others. It leads its process group.
 * @typedef {{ track: (process: RunningProcess) => void, release: () => Promise<void> }} Claim
 */

/**
 * Takes the data folder for this process: two instances on one folder would end each other's services. What an
 * instance that was killed left running is ended first.
 * @param {string} dataDir @returns {Promise<Claim>}
 */
export async function claimData(dataDir) {
  const file = join(dataDir, "running.json");
  const { owner, children } = readClaim(file);
  if (owner && owner.pid !== process.pid && (await isRunning(owner))) {
    throw new Failure(`Windlass is already running with the data folder ${dataDir} (process ${owner.pid})`, "Use that one, end it, or take another folder: npm start -- --data FOLDER");
  }
  for (const child of children) if (await isRunning(child)) await endGroup(child.pid);
  /** @type {Map<string, RunningProcess>} */
  const running = new Map();
  const write = () => {
    // Node makes this path absolute; the command line has it as it was typed, so only the name is sure to be in both.
    const self = { name: "start", pid: process.pid, command: basename(process.argv[1] ?? "start.mjs") };
    writeFileSync(file, JSON.stringify({ owner: self, children: [...running.values()] }), { mode: 0o600 });
  };
  write();
  return {
    track: (child) => {
      running.set(child.name, child);
      write();
    },
    release: async () => rmSync(file, { force: true }),
  };
}

/** @param {string} file @returns {{ owner: RunningProcess | null, children: RunningProcess[] }} */
function readClaim(file) {
  if (!existsSync(file)) return { owner: null, children: [] };
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { owner: null, children: [] }; // Cut off by a crash while it was written: nothing is known.
  }
}

/** A process id may belong to somebody else by now: its command line must fit. @param {RunningProcess} process */
async function isRunning({ pid, command }) {
  return (await commandLineOf(pid)).includes(command);
}

/** @param {number} pid */
async function endGroup(pid) {
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGKILL"])) {
    for (let waited = 0; waited < 5_000 && isAlive(pid); waited += 100) {
      if (waited === 0) process.kill(-pid, signal);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
