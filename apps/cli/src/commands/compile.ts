import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import { compile } from "@windlass/compiler/compile";
import type { Compiled } from "@windlass/compiler/compile-input";
import { byPlace, type Diagnostic } from "@windlass/compiler/diagnostic";
import { nodeFiles } from "@windlass/compiler/node-files";
import { nodeGit } from "@windlass/compiler/node-git";
import { openExternalValues } from "../compile-values/external-values.js";
import { exitCodes, type ExitCode } from "../exit-code.js";
import type { CliIo } from "../io.js";
import type { LocatedDiagnostic } from "../output/diagnostic-text.js";
import { createPaint } from "../output/paint.js";
import { createPrinter } from "../output/printer.js";
import { terminalWidth } from "../output/terminal-width.js";

/** What `windlass compile` is asked for. Paths are absolute. */
export type CompileArguments = {
  cwd: string;
  stage: string;
  region: string;
  params: Record<string, string>;
  config?: string | undefined;
  /** Where the template goes; without it, to standard output, unless something else is asked for. */
  out?: string | undefined;
  json: boolean;
  /** Files outside this folder are not read; without it, the repository that `cwd` is in, or `cwd` itself. */
  root?: string | undefined;
  /** File of values that only AWS knows. */
  resolve?: string | undefined;
  /** Whether AWS may not be asked. */
  offline?: boolean | undefined;
  /** Logical id of a resource to explain, instead of printing the template. */
  explain?: string | undefined;
  /** File of a template to compare with, instead of printing the template: the exit codes are those of `diff`. */
  diff?: string | undefined;
  /** Print how much of CloudFormation's limits the template needs, instead of the template. */
  stats: boolean;
  /** Whether a template beyond a limit is an error, as it is for a deployment, instead of a warning. */
  strictLimits: boolean;
};

/**
 * Compiles the service in a directory. Diagnostics go to standard error, with the lines they are about; with `json`,
 * standard output gets one value that says everything.
 * @throws WindlassError `invalid_request` when there is no resource to explain, or no template to compare with.
 */
export async function compileCommand(args: CompileArguments, io: CliIo): Promise<ExitCode> {
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
    overLimit: args.strictLimits ? "error" : "warning",
  });
  const printer = createPrinter(io, args.json);
  const diagnostics = await printDiagnostics(result.ok ? result.warnings : result.diagnostics, args.cwd, io);
  if (!result.ok) {
    if (args.json) printer.result({ ok: false, diagnostics }, "");
    return args.diff === undefined ? exitCodes.failed : exitCodes.usage;
  }
  if (args.out !== undefined) await writeTemplates(result, args.out);
  if (args.diff !== undefined) {
    const { diffTemplate } = await import("./diff-template.js");
    return diffTemplate(result, args.diff, { io, printer });
  }
  if (args.explain !== undefined) {
    const { explainCommand } = await import("./explain.js");
    await explainCommand({ compiled: result, logicalId: args.explain, cwd: args.cwd }, io, printer);
  } else if (args.stats) {
    const { usageText } = await import("../output/usage-text.js");
    printer.result(result.usage, () => usageText(result.usage, createPaint(io.stdout, io.env)));
  } else if (args.json) printer.result(summary(result, diagnostics), "");
  else if (args.out === undefined) {
    io.stdout.write(textOf(result.template));
    if (result.nestedStacks.length > 0) printer.note(`The templates of ${result.nestedStacks.length} nested stacks are not shown: use --out or --json.`);
  }
  return exitCodes.ok;
}

/** The root template, and next to it those of nested stacks: `template.json` and `template.MethodsNestedStack.json`. */
async function writeTemplates({ template, nestedStacks }: Compiled, out: string): Promise<void> {
  const extension = extname(out);
  await writeFile(out, textOf(template));
  for (const stack of nestedStacks) await writeFile(`${out.slice(0, out.length - extension.length)}.${stack.logicalId}${extension}`, textOf(stack.template));
}

function textOf(template: Compiled["template"]): string {
  return `${JSON.stringify(template, null, 2)}\n`;
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

function summary({ artifacts, sourceMap, nestedStacks, templateText: _text, whole: _whole, warnings: _warnings, trace: _trace, resolvedConfig: _config, ...rest }: Compiled, diagnostics: LocatedDiagnostic[]): object {
  return {
    ...rest,
    artifacts: artifacts.map(({ content: _content, ...artifact }) => artifact),
    nestedStacks: nestedStacks.map(({ templateText: _nestedText, ...stack }) => stack),
    sourceMap,
    diagnostics,
  };
}

/** Loads what prints only where there is something to print: a compilation without a warning starts faster. */
async function printDiagnostics(diagnostics: readonly Diagnostic[], cwd: string, io: CliIo): Promise<LocatedDiagnostic[]> {
  if (diagnostics.length === 0) return [];
  const [{ readSourceFiles }, { diagnosticsText }, { partOf }] = await Promise.all([
    import("../output/source-files.js"),
    import("../output/diagnostic-text.js"),
    import("@windlass/compiler/source-range"),
  ]);
  const files = await readSourceFiles(diagnostics.map(({ place }) => place), cwd);
  const located = diagnostics.toSorted(byPlace).map((diagnostic) => ({ ...diagnostic, range: files.rangeOf(diagnostic.place, partOf(diagnostic.code)) }));
  io.stderr.write(diagnosticsText(located, { linesOf: files.linesOf, width: terminalWidth(io.stderr), paint: createPaint(io.stderr, io.env) }));
  return located;
}
