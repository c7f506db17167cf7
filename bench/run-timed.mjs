import { spawn } from "node:child_process";

/**
 * Runs a program to its end and says how long it took.
 * @param {string} program @param {readonly string[]} args @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ seconds: number, stdout: string, stderr: string }>} rejects unless the exit code is 0
 */
export function runTimed(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (output.stderr += text));
    child.on("error", reject);
    child.on("close", (code) => {
      const seconds = (performance.now() - startedAt) / 1_000;
      if (code === 0) resolve({ seconds, ...output });
      else reject(new Error(`${program} ${args.join(" ")} ended with exit code ${code}:\n${output.stdout.slice(-2_000)}\n${output.stderr.slice(-2_000)}`));
    });
  });
}
