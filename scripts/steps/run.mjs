import { spawn } from "node:child_process";

/**
 * @typedef {{ code: number | null, output: string }} RunResult `output` is what it printed, both streams together.
 * @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, show?: (text: string) => void }} RunOptions `show` gets it as it comes as well.
 */

/**
 * Runs a program to its end. It leads a process group: when `signal` aborts, it and all that it started are ended.
 * Rejects when it cannot be started, or with the signal's reason when it was aborted.
 * @param {string} command @param {readonly string[]} args @param {RunOptions} [options] @returns {Promise<RunResult>}
 */
export function run(command, args, { signal, show, ...options } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const abort = () => endGroup(child.pid);
    signal?.addEventListener("abort", abort, { once: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        show?.(text);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", abort);
      if (signal?.aborted) reject(signal.reason);
      else resolve({ code, output });
    });
  });
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGTERM");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** The last lines of an output, without colours. @param {string} output @param {number} [lines] */
export function tail(output, lines = 8) {
  return output.replace(/\u001b\[[\d;]*m/g, "").trim().split("\n").slice(-lines).join("\n");
}
