import { builtinModules } from "node:module";
import { join, relative, sep } from "node:path";
import { build as runEsbuild, type BuildFailure, type Message, type Metafile, type Plugin } from "esbuild";
import { insideOnly } from "../../inside-only.js";
import type { BundleMessage, BundleRequest, BundleResult } from "../../file-source.js";

type Request = BundleRequest & { /** Real paths of the service's directory and of the repository. */ directory: string; root: string };

/**
 * Bundles with esbuild, which runs none of the code. What it finds wrong is in the result; throws the signal's reason
 * and what is wrong with esbuild itself.
 */
export async function bundleWithEsbuild(request: Request): Promise<BundleResult> {
  const { source, output, options, directory, root, isExternal, signal } = request;
  signal?.throwIfAborted();
  try {
    const { outputFiles, warnings, metafile } = await runEsbuild({
      ...options,
      entryPoints: [join(directory, source)],
      outfile: join(directory, output),
      absWorkingDir: directory,
      platform: "node",
      write: false,
      metafile: true,
      logLevel: "silent",
      plugins: options["bundle"] === false ? [insideOnly(root)] : [insideOnly(root), leaveOutside(isExternal)],
    });
    return {
      outputs: outputFiles.map(({ path, contents }) => ({ path: relative(directory, path).split(sep).join("/"), content: contents })),
      externals: externalsOf(metafile),
      errors: [],
      warnings: warnings.map(toMessage),
    };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { outputs: [], externals: [], errors: error.errors.map(toMessage), warnings: error.warnings.map(toMessage) };
  }
}

const builtIn = new Set(builtinModules);
const nameOf = (path: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;
const isPackage = (path: string): boolean => /^[^./]/.test(path) && !path.startsWith("node:") && !builtIn.has(nameOf(path));

function leaveOutside(isExternal: (name: string) => boolean): Plugin {
  return {
    name: "leave-outside",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        kind !== "entry-point" && isPackage(path) && isExternal(nameOf(path)) ? { path, external: true } : undefined,
      );
    },
  };
}

function externalsOf({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  return Array.from(new Set(imports.flatMap(({ path, external }) => (external && isPackage(path) ? [nameOf(path)] : [])))).sort();
}

function toMessage({ text, location }: Message): BundleMessage {
  return { text, place: location && { file: location.file, line: location.line, column: location.column + 1, property: null } };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors) && "warnings" in error;
}
