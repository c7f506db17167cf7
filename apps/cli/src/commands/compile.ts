import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { compile } from "@windlass/compiler/compile";
import type { Compiled } from "@windlass/compiler/compile-input";
import type { Diagnostic } from "@windlass/compiler/diagnostic";
import { nodeFiles } from "@windlass/compiler/node-files";
import { nodeGit } from "@windlass/compiler/node-git";
import { openExternalValues } from "../compile-values/external-values.js";

/** `windlass compile`: without `out` the template goes to standard output; with `json` a summary as one JSON value does. */
export type CompileArguments = {
  cwd: string;
  stage: string;
  region: string;
  params: Record<string, string>;
  config?: string | undefined;
  out?: string | undefined;
  json?: boolean | undefined;
  /** Files outside this folder are not read; without it, the repository that `cwd` is in, or `cwd` itself. */
  root?: string | undefined;
  /** File of values that only AWS knows. */
  resolve?: string | undefined;
  /** Whether AWS may not be asked. */
  offline?: boolean | undefined;
};

type Output = { write(text: string): unknown };
export type CompileIo = { stdout: Output; stderr: Output };

/**
 * Compiles the service in a directory. Diagnostics go to standard error, with the line they are about.
 * @returns the exit code: 0 when a template was made, 1 when the config has errors.
 */
export async function compileCommand(args: CompileArguments, io: CompileIo): Promise<number> {
  const cwd = resolve(args.cwd);
  const result = await compile({
    files: nodeFiles(nearestRepository(cwd, args.root)),
    git: nodeGit(cwd),
    external: await openExternalValues({ ...args, env: process.env }),
    configFile: args.config,
    stage: args.stage,
    region: args.region,
    params: args.params,
    env: ownEnvironment(),
    missingHandlers: "warning",
  });
  const diagnostics = result.ok ? result.warnings : result.diagnostics;
  io.stderr.write(await printDiagnostics(diagnostics, cwd));
  if (result.ok && args.out !== undefined) await writeFile(resolve(args.out), `${JSON.stringify(result.template, null, 2)}\n`);
  if (args.json) io.stdout.write(`${JSON.stringify(result.ok ? summary(result) : { ok: false, diagnostics }, null, 2)}\n`);
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

function summary({ artifacts, warnings, sourceMap, ...result }: Compiled): object {
  const { templateText: _text, ...rest } = result;
  return { ...rest, artifacts: artifacts.map(({ content: _content, ...artifact }) => artifact), sourceMap, diagnostics: warnings };
}

async function printDiagnostics(diagnostics: readonly Diagnostic[], cwd: string): Promise<string> {
  const texts = new Map<string, string[]>();
  for (const file of new Set(diagnostics.flatMap(({ place }) => (place?.line ? [place.file] : [])))) {
    texts.set(file, (await readFile(resolve(cwd, file), "utf8")).split("\n"));
  }
  return diagnostics.map((diagnostic) => printDiagnostic(diagnostic, texts)).join("");
}

function printDiagnostic({ severity, code, message, hint, place }: Diagnostic, texts: Map<string, string[]>): string {
  const lines = [`${severity}: ${message} [${code}]`];
  if (place) {
    const at = [place.file, place.line, place.column].filter((part) => part !== null).join(":");
    lines.push(`  at ${at}${place.property === null ? "" : ` (${place.property})`}`);
    const source = place.line === null ? undefined : texts.get(place.file)?.[place.line - 1];
    if (source !== undefined) {
      const margin = `  ${place.line} | `;
      lines.push(`${margin}${source}`, `${" ".repeat(margin.length + (place.column ?? 1) - 1)}^`);
    }
  }
  return `${lines.join("\n")}\n  ${hint}\n`;
}
