import type { JsonObject } from "@windlass/cloudformation/template";
import type { EsbuildConfig } from "../../3-check/config.js";

/** Settings of esbuild, and the ending that Node needs to take its output for what it is. */
export type BundleSettings = { options: Record<string, unknown>; ending: ".js" | ".mjs" | ".cjs" };

/** What v4 says to esbuild where the config says nothing, and what follows from the service's package.json and runtimes. */
export function bundleSettings(config: EsbuildConfig, runtimes: Iterable<string>, manifest: JsonObject): BundleSettings {
  const { external: _external, exclude: _exclude, buildConcurrency: _concurrency, configFile: _file, packages, sourcemap, ...others } = config;
  const isModule = manifest["type"] === "module";
  const format = config.format ?? (isModule ? "esm" : "cjs");
  const isBundled = config.bundle !== false;
  return {
    ending: format === "esm" ? (isModule ? ".js" : ".mjs") : isModule ? ".cjs" : ".js",
    options: {
      bundle: true,
      target: targetOf(runtimes),
      ...others,
      format,
      sourcemap: sourceMapOf(sourcemap),
      ...(packages === "external" && isBundled ? { packages } : {}),
    },
  };
}

function sourceMapOf(sourcemap: EsbuildConfig["sourcemap"]): boolean | "inline" | "linked" | "external" {
  if (sourcemap === false) return false;
  return typeof sourcemap === "object" ? (sourcemap.type ?? "linked") : "linked";
}

/** The oldest of the runtimes that run it. */
function targetOf(runtimes: Iterable<string>): string {
  const versions = Array.from(runtimes, (runtime) => Number(/^nodejs(\d+)/.exec(runtime)?.[1])).filter(Number.isFinite);
  return versions.length === 0 ? "esnext" : `node${Math.min(...versions)}`;
}
