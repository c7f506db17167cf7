import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../bin/windlass", import.meta.url));

/** Runs `windlass … --json`. Progress goes to standard error as it comes; the answer is the one JSON value on standard output. */
export async function windlass(...args) {
  const { code, stdout } = await run(args);
  if (code !== 0) throw new Error(`windlass ${args.join(" ")} ended with exit code ${code}:\n${stdout}`);
  return JSON.parse(stdout);
}

/** The exit code alone: 0 done, 1 not done, 2 bad usage, 3 no server. */
export async function windlassExit(...args) {
  return (await run(args)).code;
}

function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args, "--json"], { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout }));
  });
}
