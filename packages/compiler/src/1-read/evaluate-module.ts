import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { ModuleError, type ModuleCalls, type ModuleRequest } from "../file-source.js";
import { readOwnProgram } from "../own-program.js";
import { bundleTypeScript } from "./bundle-typescript.js";
import type { AnswerMessage, ChildMessage, RunMessage } from "./module-protocol.js";

/** A config that computes for longer is stuck; remote lookups in config modules take a few seconds at most. */
const usualTimeLimitMs = 30_000;
const memoryLimitMb = 512;
/** Characters that a module may answer with, questions included. */
const outputLimit = 20_000_000;
/** Of an error that a module throws. */
const longestMessage = 2_000;

/**
 * Says how a process is started in place of the one that is given, such as isolated from the machine. Its pipes are passed on,
 * and it reads the file `reads` besides the repository's.
 */
export type Enclose = (command: { program: string; args: readonly string[]; cwd: string; reads: string }) => Promise<{ program: string; args: readonly string[] }>;

type Evaluation = ModuleRequest & {
  file: string;
  directory: string;
  /** The repository, out of which no import leads; the directory when left out. */
  root?: string;
  enclose?: Enclose | undefined;
  timeLimitMs?: number | undefined;
};

/**
 * Loads a module in a process of its own, with no environment but the one given, and returns what it exports (or what
 * the function that it exports returns) as JSON carries it.
 * @throws ModuleError when the module fails, returns what JSON cannot hold or too much of it, or takes longer than 30 seconds.
 */
export async function evaluateModule(request: Evaluation): Promise<unknown> {
  const { directory, root = directory } = request;
  const code = /\.[cm]?ts$/.test(request.file) ? await bundleTypeScript(request.file, root) : null;
  const reads = await childProgram();
  const bare = { program: process.execPath, args: [`--max-old-space-size=${memoryLimitMb}`, reads] };
  const { program, args } = request.enclose ? await request.enclose({ ...bare, cwd: directory, reads }) : bare;
  // A group of its own, so that what the module started ends with it.
  const child = spawn(program, args, {
    cwd: directory,
    env: request.env,
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });
  try {
    return await converse(child, {
      kind: "run",
      file: request.file,
      code,
      address: request.address ?? null,
      callable: request.calls !== undefined,
      options: request.calls?.options ?? {},
    }, request);
  } finally {
    endGroup(child);
  }
}

/** Ends the process and whatever it started and left in its group. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of them have ended.
  }
}

function converse(child: ChildProcess, run: RunMessage, { calls, signal, timeLimitMs = usualTimeLimitMs }: Evaluation): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const [, , , fromChild, toChild] = child.stdio;
    if (!(fromChild instanceof Readable) || !(toChild instanceof Writable)) throw new Error("A process was started without its pipes.");
    const send = (message: RunMessage | AnswerMessage): void => void toChild.write(`${JSON.stringify(message)}\n`);
    const settle = (action: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      action();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const timer = setTimeout(() => fail(new ModuleError(`it did not finish within ${timeLimitMs / 1000} seconds`)), timeLimitMs);
    const abort = (): void => settle(() => reject(signal?.reason as Error));
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted) abort();

    child.on("error", fail);
    child.on("close", (code, by) => fail(new ModuleError(`its process ended early (${by ?? `exit code ${code}`})`)));
    // The process may end before everything is written to it; that it ended is told above.
    toChild.on("error", () => undefined);
    readLines(fromChild, {
      onLine: (line) => {
        const message = parseMessage(line);
        if (message.kind === "call") void answer(message, calls).then(send);
        else if (message.kind === "failure") fail(new ModuleError(message.message.slice(0, longestMessage)));
        else settle(() => resolve(message.json === undefined ? undefined : JSON.parse(message.json)));
      },
      onError: fail,
    });
    send(run);
  });
}

/** Reads lines of a pipe, as long as they are not longer than a config can be. */
function readLines(pipe: Readable, { onLine, onError }: { onLine: (line: string) => void; onError: (error: Error) => void }): void {
  // Joined when their line ends: a long one comes in thousands of pieces.
  let pieces: string[] = [];
  let size = 0;
  pipe.setEncoding("utf8");
  pipe.on("error", onError);
  pipe.on("data", (chunk: string) => {
    size += chunk.length;
    if (size > outputLimit) {
      pipe.destroy();
      onError(new ModuleError(`it returned more than ${outputLimit} characters`));
      return;
    }
    const [first = "", ...others] = chunk.split("\n");
    pieces.push(first);
    try {
      for (const next of others) {
        const line = pieces.join("");
        pieces = [next];
        onLine(line);
      }
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** A message of the child, which other people's code may have written itself. */
function parseMessage(line: string): ChildMessage {
  try {
    const message: unknown = JSON.parse(line);
    if (isChildMessage(message)) return message;
  } catch {
    // Told below.
  }
  throw new ModuleError("it wrote to the pipe that the compiler reads");
}

function isChildMessage(message: unknown): message is ChildMessage {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  if (message.kind === "call") return "id" in message && typeof message.id === "number" && "name" in message;
  if (message.kind === "failure") return "message" in message && typeof message.message === "string";
  return message.kind === "result" && (!("json" in message) || typeof message.json === "string");
}

async function answer(call: ChildMessage & { kind: "call" }, calls: ModuleCalls | undefined): Promise<AnswerMessage> {
  try {
    if (!calls) throw new ModuleError("functions of a config file are not called");
    const value =
      call.name === "resolveVariable"
        ? await calls.resolveVariable(String(call.argument))
        : await calls.resolveConfigurationProperty(Array.isArray(call.argument) ? call.argument.map(String) : [String(call.argument)]);
    return { kind: "answer", id: call.id, ok: true, value };
  } catch (error) {
    return { kind: "answer", id: call.id, ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

let transpiledProgram: Promise<string> | undefined;

/** Path of the child's program. Run from the TypeScript sources (tests, `npm run dev`), it is transpiled once per process. */
function childProgram(): Promise<string> {
  const here = import.meta.url;
  if (!here.endsWith(".ts")) return Promise.resolve(fileURLToPath(new URL("./evaluate-child.js", here)));
  transpiledProgram ??= (async () => {
    const code = await readOwnProgram(new URL("./evaluate-child", here));
    const file = join(await mkdtemp(join(tmpdir(), "windlass-compiler-")), "evaluate-child.mjs");
    await writeFile(file, code);
    return file;
  })();
  return transpiledProgram;
}
