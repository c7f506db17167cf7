import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { signalProcess } from "./child.js";
import { commandLineOf } from "./command-line-of.js";

/**
 * Makes a cluster free to be started. A start that was killed leaves its server running: that one is stopped. A
 * machine that went down leaves a lock file whose process id may belong to somebody else by now: that is removed,
 * as Postgres would refuse to start because of it.
 */
export async function releaseCluster(directory: string): Promise<void> {
  const lockFile = join(directory, "postmaster.pid");
  const pid = readPid(lockFile);
  if (pid === null || !signalProcess(pid, 0)) return;
  if (!(await isServerOf(pid, directory))) {
    rmSync(lockFile);
    return;
  }
  signalProcess(pid, "SIGINT");
  const deadline = Date.now() + 20_000;
  while (signalProcess(pid, 0) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  signalProcess(pid, "SIGKILL");
}

function readPid(lockFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(lockFile, "utf8"), 10);
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function isServerOf(pid: number, directory: string): Promise<boolean> {
  const commandLine = await commandLineOf(pid);
  return commandLine.includes("postgres") && commandLine.includes(directory);
}
