import type { Problem } from "../diagnostic.js";
import type { FileSource } from "../file-source.js";
import { defaultRuntime, type FunctionModel, type ServiceModel } from "../4-model/service-model.js";

/** Endings that a runtime looks for after the path of a handler. Compiled runtimes name no file. */
const endings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^nodejs/, [".js", ".mjs", ".cjs"]],
  [/^python/, [".py"]],
  [/^ruby/, [".rb"]],
];

/** Functions whose handler has no file: `handler_missing`. Handlers that may come from a layer or an artifact are left alone. */
export async function findMissingHandlers(model: ServiceModel, files: FileSource): Promise<Problem[]> {
  const known = new Map<string, Promise<boolean>>();
  // Many functions share a file: each is looked for once.
  const exists = (path: string): Promise<boolean> => {
    const looked = known.get(path) ?? files.readText(path).then((text) => text !== null);
    known.set(path, looked);
    return looked;
  };
  const found = await Promise.all(model.functions.map((fn) => missingHandler(model, fn, exists)));
  return found.filter((problem) => problem !== null);
}

type Exists = (path: string) => Promise<boolean>;

async function missingHandler(model: ServiceModel, fn: FunctionModel, exists: Exists): Promise<Problem | null> {
  const { config } = fn;
  const path = [...fn.path, "handler"];
  if (config.image !== undefined) return null;
  if (!config.handler) return null;
  const runtime = config.runtime ?? model.provider.runtime ?? defaultRuntime;
  const looked = endings.find(([pattern]) => pattern.test(runtime))?.[1];
  const comesFromElsewhere = config.package?.artifact || model.package.artifact || config.layers || model.provider.layers || config.handler.startsWith("/");
  if (!looked || comesFromElsewhere) return null;
  const base = config.handler.replace(/\.[^./]*$/, "");
  for (const ending of looked) if (await exists(`${base}${ending}`)) return null;
  const isTypeScript = runtime.startsWith("nodejs") && (await exists(`${base}.ts`));
  return {
    code: "handler_missing",
    message: `Function "${fn.key}": there is no ${base}${looked.length === 1 ? looked[0] : `{${looked.join(",")}}`}`,
    hint: isTypeScript ? `${base}.ts is there: compile it in the service's build command, and name the built file in \`handler\`.` : undefined,
    path,
  };
}
