import { spawn, type ChildProcess } from "node:child_process";
import { Writable } from "node:stream";
import { setImmediate as afterOthers } from "node:timers/promises";

export type ProcessInput = {
  /** Program, looked up on the PATH of `env`. No shell sees it. */
  program: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment: nothing of this process's own is passed on. */
  env: Record<string, string>;
  timeoutMs: number;
  signal: AbortSignal;
  onStdout?: (chunk: Buffer) => void;
  onStderr?: (chunk: Buffer) => void;
  /** Waited for after each piece of output, so that a fast process cannot fill the memory; it stands still meanwhile. */
  ready?: () => Promise<void>;
  onStarted?: (pid: number) => void;
  /** Waited for once the program was started, which was told to wait for a byte at `gateDescriptor` before it begins. What it throws ends the program. */
  admit?: (pid: number) => Promise<void>;
};

/** Where a program finds the gate at which it waits. */
export const gateDescriptor = 3;

export type ProcessEnd =
  | { ended: "exited"; code: number }
  | { ended: "killed"; signal: string }
  | { ended: "timed_out" }
  /** The program could not be started; `reason` is the system's code, such as ENOENT. */
  | { ended: "not_started"; reason: string };

const graceMs = 3_000;

/**
 * Output is handed over in pieces of at most this size. A pipe gives 64 kB at once, which is thousands of short lines: they would all
 * wait, and what waits so long is no longer young when it is written, so that the process grew by 150 MB over a million lines. Between two
 * pieces the other deployments of the worker have their turn.
 */
const pieceBytes = 2 * 1024;

/**
 * Runs a program in a process group of its own, so that ending it ends all that it started. When the time is up
 * or `signal` aborts, the group gets SIGTERM and, after 3 s, SIGKILL. Throws the signal's reason when it aborted.
 */
export async function runProcess(input: ProcessInput): Promise<ProcessEnd> {
  input.signal.throwIfAborted();
  const child = spawn(input.program, input.args, {
    cwd: input.cwd,
    env: input.env,
    stdio: ["ignore", "pipe", "pipe", input.admit ? "pipe" : "ignore"],
    detached: true,
    windowsHide: true,
  });
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("A process was started without its outputs.");
  if (child.pid !== undefined) input.onStarted?.(child.pid);
  let timedOut = false;
  let killTimer: NodeJS.Timeout | undefined;
  const end = (): void => {
    endGroup(child.pid, "SIGTERM");
    killTimer ??= setTimeout(() => endGroup(child.pid, "SIGKILL"), graceMs);
  };
  const begun = input.admit && letBegin(child, input.admit).then(() => null, (error: unknown) => {
    end();
    return { refusedWith: error };
  });
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, input.timeoutMs);
  input.signal.addEventListener("abort", end, { once: true });
  try {
    const reading: Reading = { handled: 0, quietSince: 0 };
    const outputs = Promise.all([
      read(stdout, reading, { onChunk: input.onStdout, ready: input.ready }),
      read(stderr, reading, { onChunk: input.onStderr, ready: input.ready }),
    ]);
    const exit = await new Promise<ProcessEnd>((resolve) => {
      child.once("error", (error) => resolve({ ended: "not_started", reason: "code" in error ? String(error.code) : error.message }));
      child.once("exit", (code, signal) =>
        resolve(code === null ? { ended: "killed", signal: signal ?? "unknown" } : { ended: "exited", code }),
      );
    });
    if (exit.ended !== "not_started") {
      // What the program left running in the background would keep its pipes open.
      endGroup(child.pid, "SIGTERM");
      await readToEnd(outputs, reading, () => timedOut || input.signal.aborted);
    }
    input.signal.throwIfAborted();
    const refusal = await begun;
    if (refusal) throw refusal.refusedWith;
    return timedOut ? { ended: "timed_out" } : exit;
  } finally {
    clearTimeout(timer);
    clearTimeout(killTimer);
    input.signal.removeEventListener("abort", end);
    endGroup(child.pid, "SIGKILL");
  }
}

/** Opens the gate at which the program waits, once it was admitted. */
async function letBegin(child: ChildProcess, admit: (pid: number) => Promise<void>): Promise<void> {
  const gate = child.stdio[gateDescriptor];
  if (child.pid === undefined || !(gate instanceof Writable)) return;
  // A program that has ended does not read it, and its end says why.
  gate.on("error", () => undefined);
  await admit(child.pid);
  gate.end("1");
}

/** How many chunks are being handled, and since when none is. */
type Reading = { handled: number; quietSince: number };

/** Waits for the end of the outputs, or until nothing has come for the grace: a slow log loses nothing of what was written. */
async function readToEnd(outputs: Promise<unknown>, reading: Reading, gaveUp: () => boolean): Promise<void> {
  let open = true;
  const ended = outputs.finally(() => (open = false));
  reading.quietSince = performance.now();
  const isWaitedFor = (): boolean => (reading.handled > 0 && !gaveUp()) || performance.now() - reading.quietSince < graceMs;
  while (open && isWaitedFor()) await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 50))]);
}

type Handling = { onChunk: ((chunk: Buffer) => void) | undefined; ready: (() => Promise<void>) | undefined };

async function read(stream: NodeJS.ReadableStream, reading: Reading, { onChunk, ready }: Handling): Promise<void> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    reading.handled += 1;
    try {
      for (let from = 0; from < bytes.length; from += pieceBytes) {
        onChunk?.(bytes.subarray(from, from + pieceBytes));
        await ready?.();
        await afterOthers();
      }
    } finally {
      reading.handled -= 1;
      reading.quietSince = performance.now();
    }
  }
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}
