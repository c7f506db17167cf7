import { createHash } from "node:crypto";
import type { SourcePlace } from "@windlass/contracts/error";
import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import type { Template } from "@windlass/cloudformation/template";
import type { Compiled, CompileInput } from "./compile-input.js";
import { byPlace, CompileError, diagnosticCatalog, type Diagnostic, type Problem } from "./diagnostic.js";
import type { Locator } from "./1-read/locate.js";
import { describeConfig, type ConfigSource } from "./describe-config.js";
import { findNotApplied } from "./4-model/not-applied.js";
import { stackSettingsOf, stackTagsOf } from "./4-model/stack-settings.js";
import { summarizeFunctions } from "./4-model/summarize.js";
import type { ServiceModel } from "./4-model/service-model.js";
import type { Emitted } from "./5-emit/emit.js";
import type { Origin } from "./5-emit/origin.js";
import type { Packaged } from "./packaging/packaged.js";
import type { SplitTemplate } from "./split/split-template.js";
import { checkLimits } from "./usage/check-limits.js";
import { measureUsage } from "./usage/measure-usage.js";
import type { Usage } from "./usage/usage.js";

type Parts = { model: ServiceModel; packaged: Packaged; emitted: Emitted; split: SplitTemplate | null; warnings: Problem[]; source: ConfigSource; overLimit: CompileInput["overLimit"] };

/**
 * The result of a compilation. What is only for people is worked out when they first ask for it.
 * @throws CompileError `limit_exceeded`, where that is an error.
 */
export function finish({ model, packaged, emitted: { template: whole, builder }, split, warnings, source, overLimit }: Parts): Compiled {
  const template = split?.root ?? whole;
  const nestedStacks = split?.nested ?? [];
  const templateText = JSON.stringify(template);
  const measured = { template, templateText, nestedStacks, origins: builder.origins, madeOutputs: builder.madeOutputs };
  if (overLimit === "error") {
    const exceeded = checkLimits(measured).filter(({ code }) => code === "limit_exceeded");
    if (exceeded.length > 0) throw new CompileError(exceeded);
  }
  const { locate } = source.places;
  let resolvedConfig: ResolvedConfig | undefined;
  let usage: Usage | undefined;
  let sourceMap: Record<string, SourcePlace> | undefined;
  let diagnostics: Diagnostic[] | undefined;
  return {
    ok: true,
    service: model.service,
    stackName: model.stackName,
    stackTags: stackTagsOf(model),
    stackSettings: stackSettingsOf(model),
    region: model.region,
    template,
    templateText,
    templateHash: createHash("sha256").update(templateText).digest("hex"),
    capabilities: capabilitiesOf(template, templateText),
    artifacts: packaged.artifacts,
    functions: summarizeFunctions(model, whole),
    whole,
    nestedStacks,
    trace: { model, placement: split?.placement ?? new Map(), origins: builder.origins, grants: builder.grants, locate },
    get resolvedConfig() {
      resolvedConfig ??= describeConfig(source);
      return resolvedConfig;
    },
    get sourceMap() {
      sourceMap ??= Object.fromEntries(Array.from(builder.origins, ([id, origins]) => [id, locate(mainOrigin(origins).path)]));
      return sourceMap;
    },
    get usage() {
      usage ??= measureUsage(measured, locate);
      return usage;
    },
    get warnings() {
      diagnostics ??= [...warnings, ...findNotApplied(model), ...builder.warnings, ...checkLimits(measured)].map((problem) => toDiagnostic(problem, "warning", locate)).sort(byPlace);
      return diagnostics;
    },
  };
}

/** What a resource was made of last, or what `resources` says of it: what `extensions` and others add is not where it is from. */
function mainOrigin(origins: readonly Origin[]): Origin {
  return origins.findLast(({ how }) => how === "made" || how === "merged") ?? origins[0] ?? { path: [], how: "made", phase: "core" };
}

/** Rights that CloudFormation asks to be acknowledged: named roles always, macros where the template has some. */
function capabilitiesOf(template: Template, templateText: string): string[] {
  const hasMacro = template.Transform !== undefined || templateText.includes('"Fn::Transform"');
  return ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", ...(hasMacro ? ["CAPABILITY_AUTO_EXPAND"] : [])];
}

/** A problem with its place looked up, and the catalog's repair where it has none of its own. */
export function toDiagnostic(problem: Problem, severity: Diagnostic["severity"], locate: Locator): Diagnostic {
  const place = problem.place ?? (problem.path ? locate(problem.path) : null);
  return { code: problem.code, severity, message: problem.message, hint: problem.hint ?? diagnosticCatalog[problem.code], place };
}
