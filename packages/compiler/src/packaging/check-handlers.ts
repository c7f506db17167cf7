import type { Problem } from "../diagnostic.js";
import type { FunctionModel, ServiceModel } from "../4-model/service-model.js";
import type { Bundles } from "./bundle/plan-bundles.js";
import { handlerBase, runtimeOf, type HandlerFiles } from "./handler-files.js";

/** Endings that a runtime looks for after the path of a handler. Compiled runtimes name no file. */
const endings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^nodejs/, [".js", ".mjs", ".cjs"]],
  [/^python/, [".py"]],
  [/^ruby/, [".rb"]],
];

/**
 * Functions whose handler has no file: `handler_missing`. Handlers that may come from a layer or an artifact, and those
 * that are bundled, are left alone.
 */
export async function findMissingHandlers(model: ServiceModel, bundles: Bundles, files: HandlerFiles): Promise<Problem[]> {
  const found = await Promise.all(model.functions.filter(({ key }) => !bundles.has(key)).map((fn) => missingHandler(model, fn, files)));
  return found.filter((problem) => problem !== null);
}

async function missingHandler(model: ServiceModel, fn: FunctionModel, files: HandlerFiles): Promise<Problem | null> {
  const { config } = fn;
  if (config.image !== undefined || !config.handler) return null;
  const runtime = runtimeOf(model, fn);
  const looked = endings.find(([pattern]) => pattern.test(runtime))?.[1];
  const comesFromElsewhere = config.package?.artifact || model.package.artifact || config.layers || model.provider.layers || config.handler.startsWith("/");
  if (!looked || comesFromElsewhere) return null;
  const base = handlerBase(config.handler);
  if ((await files.findEnding(base, looked)) !== null) return null;
  const typescript = runtime.startsWith("nodejs") ? await files.findEnding(base, [".ts", ".mts", ".cts", ".tsx"]) : null;
  return {
    code: "handler_missing",
    message: `Function "${fn.key}": there is no ${base}${looked.length === 1 ? looked[0] : `{${looked.join(",")}}`}`,
    hint: typescript ? `${base}${typescript} is there: set \`build.esbuild: true\` to have it bundled, or name the file that the service's own build makes.` : undefined,
    path: [...fn.path, "handler"],
  };
}
