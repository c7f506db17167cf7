import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../steps/layout.mjs";

/** What a clone of the working tree would hold: every file that git knows or would take. @param {string} target */
export function cloneTo(target) {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8", maxBuffer: 50_000_000 });
  for (const path of listed.split("\0").filter((name) => name !== "" && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    copyFileSync(join(root, path), join(target, path));
  }
}

/**
 * @typedef {{ cwd?: string, args: string[], env?: NodeJS.ProcessEnv, viaNpm?: boolean }} StartOptions
 * @typedef {{ pid: number, output: () => string, until: (text: string) => Promise<number>, ended: Promise<number | null>, kill: (signal: NodeJS.Signals) => void }} Instance
 */

/**
 * Runs what `npm start` runs, as it is written in package.json; with `viaNpm` npm itself, which then gets the signals.
 * Nothing that this process was given is handed on.
 * @param {StartOptions} options @returns {Instance}
 */
export function startInstance({ cwd = root, args, env = {}, viaNpm = false }) {
  const { DATABASE_URL: _d, REDIS_URL: _r, PORT: _p, HOST: _h, WINDLASS_DATA: _w, VITEST: _v, NODE_ENV: _n, ...rest } = process.env;
  const startedAt = performance.now();
  const [program, first] = viaNpm ? ["npm", ["start", "--"]] : [process.execPath, ["scripts/start.mjs"]];
  const child = spawn(program, [...first, ...args], { cwd, env: { ...rest, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.once("close", (code) => resolve(code)));
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  return {
    pid: child.pid ?? 0,
    output: () => text,
    /** Settles when `wanted` was printed, with the time since the start in ms. */
    until: async (wanted) => {
      while (!text.includes(wanted)) {
        if (!isRunning) throw new Error(`It ended before it said "${wanted}":\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return performance.now() - startedAt;
    },
    ended,
    kill: (signal) => void child.kill(signal),
  };
}

/** The process groups that an instance has started. @param {string} dataDir @returns {{ name: string, pid: number }[]} */
export function childrenOf(dataDir) {
  return JSON.parse(readFileSync(join(dataDir, "running.json"), "utf8")).children;
}

/** Whether any process of a group is there. @param {number} pid */
export function isGroupAlive(pid) {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
