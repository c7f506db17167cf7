import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

export interface ChildOptions {
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Everything the child prints is appended here. */
  logFile: string;
  /** Written to the child's standard input, which is then closed. */
  input?: string;
  uid?: number;
  gid?: number;
}

/** A process of ours and all that it starts: it leads a process group of its own, so a Ctrl-C reaches it only through us. */
export interface Child {
  readonly pid: number;
  /** Settles when the process has ended, with why in words. */
  readonly ended: Promise<string>;
  /** Asks the process to end, waits `graceMs`, then ends its whole group. Only the first call acts. */
  end(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
}

/**
 * Starts a process in a group of its own.
 * @throws the system's error when the program cannot be started (ENOENT, EACCES).
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const log = openSync(options.logFile, "a", 0o600);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    uid: options.uid,
    gid: options.gid,
    detached: true,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  const ended = whenEnded(child);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  child.stdin?.on("error", () => undefined); // The child may end before it has read its input: `ended` tells.
  child.stdin?.end(options.input ?? "");
  const pid = child.pid ?? 0;
  let ending: Promise<void> | null = null;
  const end: Child["end"] = (signal = "SIGTERM", graceMs = 10_000) => (ending ??= endGroup({ pid, ended, signal, graceMs }));
  return { pid, ended, end };
}

/** The last lines of a log file, for a message that says why a service did not start. */
export function tailOf(logFile: string, lines = 15): string {
  return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}

function whenEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with exit code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
}

async function endGroup(group: { pid: number; ended: Promise<string>; signal: NodeJS.Signals; graceMs: number }): Promise<void> {
  signalProcess(group.pid, group.signal);
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, group.graceMs)));
  await Promise.race([group.ended, grace]);
  clearTimeout(timer);
  signalProcess(-group.pid, "SIGKILL");
  await group.ended;
}

/** Sends a signal to a process, or to a group when `pid` is negative. False when there is no such process. */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}
