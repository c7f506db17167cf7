import { existsSync, readFileSync } from "node:fs";
import { runCommand } from "./run-command.js";

/** The command line of a running process, arguments parted by spaces; empty when there is no such process. */
export async function commandLineOf(pid: number): Promise<string> {
  if (!existsSync("/proc/self/cmdline")) return (await runCommand("ps", ["-o", "args=", "-p", String(pid)])).stdout;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) return "";
    throw error;
  }
}
