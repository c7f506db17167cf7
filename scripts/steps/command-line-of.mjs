import { existsSync, readFileSync } from "node:fs";
import { run } from "./run.mjs";

/** The command line of a running process; empty when there is none. Works before anything is installed. @param {number} pid */
export async function commandLineOf(pid) {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync("/proc/self/cmdline")) return existsSync(file) ? readFileSync(file, "utf8").replaceAll("\0", " ") : "";
  return (await run("ps", ["-o", "args=", "-p", String(pid)])).output;
}
