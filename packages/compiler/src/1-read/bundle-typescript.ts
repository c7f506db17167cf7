import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Loader, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from "esbuild";
import { ModuleError } from "../file-source.js";
import { insideOnly } from "../inside-only.js";

const loaders: Record<string, Loader> = { ts: "ts", mts: "ts", cts: "ts", tsx: "tsx", js: "js", mjs: "js", cjs: "js", jsx: "jsx" };

/**
 * A TypeScript module below `root` and what it imports from the project, as CommonJS in one text. Installed packages stay imports.
 * @throws ModuleError when a file cannot be read, found or parsed.
 */
export async function bundleTypeScript(file: string, root: string): Promise<string> {
  // Loaded when it is needed only: most services have no TypeScript config, and the command line starts faster without.
  const { build } = await import("esbuild");
  try {
    const result = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: "node",
      format: "cjs",
      target: "node20",
      logLevel: "silent",
      define: { __dirname: "__moduleDirectory", __filename: "__moduleFile", "import.meta.url": "__moduleUrl" },
      plugins: [insideOnly(root), projectModules],
    });
    return result.outputFiles[0]?.text ?? "";
  } catch (error) {
    throw new ModuleError(error instanceof Error ? error.message : String(error));
  }
}

/** Gives each module its own place, as if it were loaded by itself, and leaves installed packages out. */
const projectModules: Plugin = {
  name: "project-modules",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, (args) => (args.kind === "entry-point" || args.pluginData === projectModules ? undefined : resolvePackage(build, args)));
    build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
      const place = `const __moduleDirectory = ${JSON.stringify(dirname(path))}, __moduleFile = ${JSON.stringify(path)}, __moduleUrl = ${JSON.stringify(pathToFileURL(path).href)};`;
      const source = (await readFile(path, "utf8")).replace(/^#!.*/, "");
      // On the first line, so that errors name the lines of the file.
      return { contents: place + source, loader: loaders[path.slice(path.lastIndexOf(".") + 1)] ?? "ts" };
    });
  },
};

/** A path alias, or a workspace package in TypeScript, is part of the project; what Node can load by itself is not. */
async function resolvePackage(build: PluginBuild, { path, importer, resolveDir, kind }: OnResolveArgs): Promise<OnResolveResult> {
  const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: projectModules });
  const missing = found.errors.length > 0 || found.external;
  return missing || (!/\.[cm]?tsx?$/.test(found.path) && nodeFinds(path, importer)) ? { path, external: true } : found;
}

function nodeFinds(name: string, importer: string): boolean {
  try {
    createRequire(importer).resolve(name);
    return true;
  } catch {
    return false;
  }
}
