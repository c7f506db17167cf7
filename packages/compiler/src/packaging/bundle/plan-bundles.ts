import type { FunctionModel, ServiceModel } from "../../4-model/service-model.js";
import { handlerBase, runtimeOf, type HandlerFiles } from "../handler-files.js";

/** A file to bundle: where it is, and where the bundle goes, without its ending. */
export type Bundle = { source: string; output: string; runtimes: Set<string> };
/** What to bundle for each function that needs it, by its key. Functions with the same file share one. */
export type Bundles = ReadonlyMap<string, Bundle>;

/** In the order in which a handler's file is looked for: JavaScript that is there wins. */
const allEndings = [".js", ".ts", ".cjs", ".mjs", ".cts", ".mts", ".jsx", ".tsx"];
const typescriptEndings = new Set([".ts", ".cts", ".mts", ".tsx"]);

/** Decides which functions are bundled. Those with an artifact of their own, an image or another runtime are not. */
export async function planBundles(model: ServiceModel, files: HandlerFiles): Promise<Bundles> {
  const bundles = new Map<string, Bundle>();
  if (model.build.handlers === "none") return bundles;
  const bySource = new Map<string, Bundle>();
  const bases = model.functions.flatMap((fn) => (isBuiltHere(model, fn) ? [{ fn, base: handlerBase(fn.config.handler ?? "").replace(/^(?:\.\/)+/, "") }] : []));
  const endings = await Promise.all(bases.map(({ base }) => files.findEnding(base, allEndings)));
  for (const [index, { fn, base }] of bases.entries()) {
    const ending = endings[index] ?? null;
    if (ending === null || (model.build.handlers === "typescript" && !typescriptEndings.has(ending))) continue;
    const source = `${base}${ending}`;
    const bundle = bySource.get(source) ?? { source, output: base, runtimes: new Set<string>() };
    bundle.runtimes.add(runtimeOf(model, fn));
    bySource.set(source, bundle);
    bundles.set(fn.key, bundle);
  }
  return bundles;
}

function isBuiltHere(model: ServiceModel, fn: FunctionModel): boolean {
  const { config } = fn;
  if (config.image !== undefined || !config.handler || config.handler.startsWith("/") || config.package?.artifact || !runtimeOf(model, fn).startsWith("nodejs")) return false;
  return Boolean(config.package?.individually) || !model.package.artifact;
}

/**
 * With `build.esbuild`, v4 tells Node to read the bundles' source maps. Without it a template stays as the reference
 * makes it.
 */
export function withSourceMapsEnabled(model: ServiceModel, bundles: Bundles): ServiceModel {
  const { sourcemap } = model.build.options;
  const isWanted = typeof sourcemap === "object" ? sourcemap.setNodeOptions === true : sourcemap !== false;
  if (model.build.handlers !== "all" || !isWanted) return model;
  return { ...model, functions: model.functions.map((fn) => (bundles.has(fn.key) ? enableSourceMaps(model, fn) : fn)) };
}

const sourceMapsFlag = "--enable-source-maps";

function enableSourceMaps({ provider }: ServiceModel, fn: FunctionModel): FunctionModel {
  const given = fn.config.environment?.["NODE_OPTIONS"] ?? provider.environment?.["NODE_OPTIONS"];
  if (given && (typeof given !== "string" || given.includes(sourceMapsFlag))) return fn;
  return { ...fn, config: { ...fn.config, environment: { ...fn.config.environment, NODE_OPTIONS: given ? `${given} ${sourceMapsFlag}` : sourceMapsFlag } } };
}
