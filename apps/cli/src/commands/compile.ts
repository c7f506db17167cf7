import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { compile } from "@windlass/compiler/compile";
import type { Compiled } from "@windlass/compiler/compile-input";
import type { Diagnostic } from "@windlass/compiler/diagnostic";
import { nodeFiles } from "@windlass/compiler/node-files";
import { nodeGit } from "@windlass/compiler/node-git";
import { openExternalValues } from "../compile-values/external-values.js";
import type { CliIo } from "../io.js";
import type { LocatedDiagnostic } from "../output/diagnostic-text.js";
import { createPaint } from "../output/paint.js";

/** `windlass compile`: without `out` the template goes to standard output; with `json` a summary as one JSON value does. Paths are absolute. */
export type CompileArguments = {
  cwd: string;
  stage: string;
  region: string;
  params: Record<string, string>;
  config?: string | undefined;
  out?: string | undefined;
  json: boolean;
  /** Files outside this folder are not read; without it, the repository that `cwd` is in, or `cwd` itself. */
  root?: string | undefined;
  /** File of values that only AWS knows. */
  resolve?: string | undefined;
  /** Whether AWS may not be asked. */
  offline?: boolean | undefined;
};

/** Where lines are cut when they go to no terminal. */
const defaultWidth = 140;

/**
 * Compiles the service in a directory. Diagnostics go to standard error, with the lines they are about.
 * @returns the exit code: 0 when a template was made, 1 when the config has errors.
 */
export async function compileCommand(args: CompileArguments, io: CliIo): Promise<number> {
  const result = await compile({
    files: nodeFiles(nearestRepository(args.cwd, args.root)),
    git: nodeGit(args.cwd),
    external: await openExternalValues({ ...args, env: process.env }),
    configFile: args.config,
    stage: args.stage,
    region: args.region,
    params: args.params,
    env: ownEnvironment(),
    missingHandlers: "warning",
  });
  const diagnostics = await printDiagnostics(result.ok ? result.warnings : result.diagnostics, args.cwd, io);
  if (result.ok && args.out !== undefined) await writeFile(args.out, `${JSON.stringify(result.template, null, 2)}\n`);
  if (args.json) io.stdout.write(`${JSON.stringify(result.ok ? summary(result, diagnostics) : { ok: false, diagnostics }, null, 2)}\n`);
  else if (result.ok && args.out === undefined) io.stdout.write(`${JSON.stringify(result.template, null, 2)}\n`);
  return result.ok ? 0 : 1;
}

/** The folder that files are read from, no further up than the repository goes. */
function nearestRepository(cwd: string, root: string | undefined): { root: string; directory: string } {
  if (root !== undefined) return { root, directory: relative(root, cwd) };
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return { root: folder, directory: relative(folder, cwd) };
    if (dirname(folder) === folder) return { root: cwd, directory: "." };
  }
}

/** On one's own machine the config may read the whole environment, as it does with the Serverless Framework. */
function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function summary({ artifacts, sourceMap, templateText: _text, warnings: _warnings, ...rest }: Compiled, diagnostics: LocatedDiagnostic[]): object {
  return { ...rest, artifacts: artifacts.map(({ content: _content, ...artifact }) => artifact), sourceMap, diagnostics };
}

/** Loads what prints only where there is something to print: a compilation without a warning starts faster. */
async function printDiagnostics(diagnostics: readonly Diagnostic[], cwd: string, io: CliIo): Promise<LocatedDiagnostic[]> {
  if (diagnostics.length === 0) return [];
  const [{ locateDiagnostics }, { diagnosticsText }] = await Promise.all([import("../output/locate-diagnostics.js"), import("../output/diagnostic-text.js")]);
  const located = await locateDiagnostics(diagnostics, cwd);
  io.stderr.write(diagnosticsText(located.diagnostics, { linesOf: located.linesOf, width: io.stderr.columns ?? defaultWidth, paint: createPaint(io.stderr, io.env) }));
  return located.diagnostics;
}
