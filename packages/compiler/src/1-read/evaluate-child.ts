import { createReadStream, createWriteStream } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { types } from "node:util";
import type { AnswerMessage, ChildMessage, RunMessage } from "./module-protocol.js";

// The program of the process in which config modules run. It reads and writes lines of JSON on two pipes of its own.

const toParent = createWriteStream("", { fd: 3 });
const fromParent = createReadStream("", { fd: 4, encoding: "utf8" });

const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
let lastCall = 0;

const send = (message: ChildMessage): Promise<void> => new Promise((resolve) => toParent.write(`${JSON.stringify(message)}\n`, () => resolve()));

createInterface({ input: fromParent }).on("line", (line) => {
  const message = JSON.parse(line) as RunMessage | AnswerMessage;
  if (message.kind === "answer") {
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) call?.resolve(message.value);
    else call?.reject(new Error(message.message));
    return;
  }
  run(message)
    .then((value) => send({ kind: "result", json: JSON.stringify(value) }))
    .catch((error: unknown) => send({ kind: "failure", message: describe(error) }))
    .finally(() => process.exit());
});

async function run(message: RunMessage): Promise<unknown> {
  const calls = { options: message.options, resolveConfigurationProperty: ask("resolveConfigurationProperty"), resolveVariable: ask("resolveVariable") };
  let called = !message.callable;
  const settle = async (value: unknown, owner: unknown): Promise<unknown> => {
    if (typeof value !== "function" || called) return value;
    called = true;
    return (await Reflect.apply(value, owner, [calls])) as unknown;
  };
  let value = await settle(await load(message), undefined);
  for (const key of message.address ?? []) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    const member: unknown = await (value as Record<string, unknown>)[key];
    value = await settle(member, value);
  }
  return value;
}

function ask(name: "resolveConfigurationProperty" | "resolveVariable") {
  return (argument: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastCall;
      waiting.set(id, { resolve, reject });
      void send({ kind: "call", id, name, argument });
    });
}

async function load({ file, code, callable }: RunMessage): Promise<unknown> {
  if (code !== null) {
    const exports = compileCommonJs(file, code);
    return hasDefault(exports) ? exports.default || exports : exports;
  }
  if (!file.endsWith(".mjs")) {
    try {
      const exports: unknown = await createRequire(file)(file);
      // A config may be an ES module by its package's type; of a variable's file the address names an export.
      return !callable && types.isModuleNamespaceObject(exports) && hasDefault(exports) ? exports.default : exports;
    } catch (error) {
      const isModule = error instanceof Error && "code" in error && error.code === "ERR_REQUIRE_ESM";
      if (!isModule && !(error instanceof SyntaxError && /import|export/.test(error.message))) throw error;
    }
  }
  const exports: unknown = await import(pathToFileURL(file).href);
  return hasDefault(exports) ? exports.default : exports;
}

/** Runs code as if it stood in `file`, so that its imports and `__dirname` are the file's. */
function compileCommonJs(file: string, code: string): unknown {
  const Constructor = Module as unknown as {
    new (id: string): { filename: string; paths: string[]; exports: unknown; _compile(code: string, file: string): void };
    _nodeModulePaths(directory: string): string[];
  };
  const module = new Constructor(file);
  module.filename = file;
  module.paths = Constructor._nodeModulePaths(dirname(file));
  module._compile(code, file);
  return module.exports;
}

function hasDefault(value: unknown): value is { default: unknown } {
  return typeof value === "object" && value !== null && "default" in value;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /\n\s+at .*?\(?((?:file:\/\/)?\/[^\s)]+:\d+:\d+)\)?/.exec(error.stack ?? "")?.[1];
  return place && !place.includes("evaluate-child") ? `${error.message} (${place.replace("file://", "")})` : error.message;
}
