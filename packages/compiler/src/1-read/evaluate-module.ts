import { fork, type ChildProcess } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ModuleError, type ModuleCalls, type ModuleRequest } from "../file-source.js";
import { readOwnProgram } from "../own-program.js";
import { bundleTypeScript } from "./bundle-typescript.js";
import type { ChildMessage, RunMessage } from "./module-protocol.js";

/** A config that computes for longer is stuck; remote lookups in config modules take a few seconds at most. */
const timeLimitMs = 30_000;
const memoryLimitMb = 512;

type Evaluation = ModuleRequest & { file: string; directory: string };

/**
 * Loads a module in a process of its own, with no environment but the one given, and returns what it exports (or what
 * the function that it exports returns) as JSON carries it.
 * @throws ModuleError when the module fails, returns what JSON cannot hold, or takes longer than 30 seconds.
 */
export async function evaluateModule(request: Evaluation): Promise<unknown> {
  const code = /\.[cm]?ts$/.test(request.file) ? await bundleTypeScript(request.file) : null;
  const child = fork(await childProgram(), [], {
    cwd: request.directory,
    env: request.env,
    execArgv: [`--max-old-space-size=${memoryLimitMb}`],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    ...(request.signal ? { signal: request.signal } : {}),
  });
  try {
    return await converse(child, {
      kind: "run",
      file: request.file,
      code,
      address: request.address ?? null,
      callable: request.calls !== undefined,
      options: request.calls?.options ?? {},
    }, request.calls);
  } finally {
    child.kill("SIGKILL");
  }
}

function converse(child: ChildProcess, run: RunMessage, calls: ModuleCalls | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ModuleError(`it did not finish within ${timeLimitMs / 1000} seconds`)), timeLimitMs);
    const settle = (action: () => void): void => {
      clearTimeout(timer);
      action();
    };
    child.on("error", (error) => settle(() => reject(error)));
    child.on("exit", (code, signal) => settle(() => reject(new ModuleError(`its process ended early (${signal ?? `exit code ${code}`})`))));
    child.on("message", (message: ChildMessage) => {
      if (message.kind === "call") void answer(child, message, calls);
      else if (message.kind === "failure") settle(() => reject(new ModuleError(message.message)));
      else settle(() => resolve(message.json === undefined ? undefined : JSON.parse(message.json)));
    });
    child.send(run);
  });
}

async function answer(child: ChildProcess, call: ChildMessage & { kind: "call" }, calls: ModuleCalls | undefined): Promise<void> {
  const reply = (ok: boolean, rest: { value?: unknown; message?: string }): void => {
    if (child.connected) child.send({ kind: "answer", id: call.id, ok, ...rest });
  };
  try {
    if (!calls) throw new ModuleError("functions of a config file are not called");
    const value =
      call.name === "resolveVariable"
        ? await calls.resolveVariable(String(call.argument))
        : await calls.resolveConfigurationProperty(Array.isArray(call.argument) ? call.argument.map(String) : [String(call.argument)]);
    reply(true, { value });
  } catch (error) {
    reply(false, { message: error instanceof Error ? error.message : String(error) });
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
