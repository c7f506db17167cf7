import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import type { EsbuildConfig, ServiceConfig } from "../3-check/config.js";
import type { BuildModel } from "./service-model.js";

/** Plugins that build the handlers in their own way: what they would have made must be there. */
const otherBuilders = ["serverless-webpack", "serverless-plugin-browserify"];
const esbuildPlugin = "serverless-esbuild";
/** Settings of that plugin which mean the same here. */
const pluginSettings = ["bundle", "minify", "external", "exclude", "sourcemap", "target", "format", "define", "loader", "mainFields", "conditions", "keepNames", "banner", "footer", "tsconfig", "treeShaking", "alias", "inject", "packages", "resolveExtensions", "sourcesContent", "charset", "drop", "pure"];

/**
 * Whether handlers are bundled, as v4 of the Serverless Framework decides it: all with `build.esbuild`, those in
 * TypeScript when nothing is said, none with `build: false`. JavaScript that a service of v3 has stays as it is.
 */
export function buildOf({ build, plugins, custom }: ServiceConfig): BuildModel {
  const listed = JSON.stringify(plugins ?? []);
  const has = (plugin: string): boolean => listed.includes(`"${plugin}"`);
  if (build === false) return { handlers: "none", options: {}, path: ["build"] };
  if (build === "esbuild") return { handlers: "all", options: {}, path: ["build"] };
  const esbuild = build?.esbuild;
  if (esbuild === false) return { handlers: "none", options: {}, path: ["build", "esbuild"] };
  if (esbuild) return { handlers: "all", options: esbuild === true ? {} : esbuild, path: ["build", "esbuild"] };
  if (otherBuilders.some(has)) return { handlers: "none", options: {}, path: ["plugins"] };
  const settings = has(esbuildPlugin) && isJsonObject(custom) ? custom["esbuild"] : undefined;
  return { handlers: "typescript", options: isJsonObject(settings) ? pluginOptions(settings) : {}, path: ["custom", "esbuild"] };
}

function pluginOptions(settings: JsonObject): EsbuildConfig {
  const known: EsbuildConfig = Object.fromEntries(Object.entries(settings).filter(([name]) => pluginSettings.includes(name)));
  // That plugin takes `*` and single names where a list is meant.
  const list = (value: unknown): string[] => [value].flat().filter((name) => typeof name === "string");
  if (known.external !== undefined) known.external = list(known.external);
  if (known.exclude !== undefined) known.exclude = list(known.exclude);
  return known;
}
