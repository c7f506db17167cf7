import type { Template } from "@windlass/cloudformation/template";
import { WindlassError, type SourcePlace } from "@windlass/contracts/error";
import type { Finding, PolicyLevel } from "@windlass/contracts/finding";
import { readReport, type GuardFailure, type GuardReport } from "./cfn-guard/read-report.js";
import { runGuard } from "./cfn-guard/run-guard.js";
import { describeFailure } from "./describe-failure.js";
import type { GuardRule } from "./pack.js";
import { guardRules } from "./packs.js";
import { deprecatedRuntimes, unsupportedRuntimes } from "./runtimes.js";
import { secretNames } from "./secret-names.js";

export interface CheckInput {
  /** The template as JSON. */
  templateText: string;
  /** Rule id → level, where a stage differs from the rule's default. */
  levels: Record<string, PolicyLevel>;
  /** Logical id → where the config file asks for it. */
  sourceMap: Record<string, SourcePlace>;
  signal?: AbortSignal | undefined;
  /** The day for which runtimes are judged; today when left out. */
  now?: Date | undefined;
}

/** A finding before it is stored. */
export type NewFinding = Omit<Finding, "id">;

/**
 * Checks a template against every rule whose level is not `off`: one finding per place that fails, and one per rule
 * that passes. `blocked` says whether a mandatory rule failed.
 *
 * @throws WindlassError `worker_failed` when the rules could not be run: a check that did not happen is no pass.
 */
export async function checkTemplate(input: CheckInput): Promise<{ findings: NewFinding[]; blocked: boolean }> {
  const template: Template = JSON.parse(input.templateText);
  const active = guardRules
    .map((rule) => ({ rule, level: input.levels[rule.rule] ?? rule.defaultLevel }))
    .filter(({ level }) => level !== "off");
  if (active.length === 0) return { findings: [], blocked: false };
  const report = readReport(
    await runGuard({
      rules: active.map(({ rule }) => rule.guardText),
      data: JSON.stringify({ ...template, WindlassPolicy: parametersOf(template, input.now ?? new Date()) }),
      signal: input.signal,
    }),
  );
  const findings = active.flatMap(({ rule, level }) => findingsOf(rule, level, { report, template, sourceMap: input.sourceMap }));
  return { findings, blocked: findings.some(({ outcome, level }) => outcome === "fail" && level === "mandatory") };
}

/** What rules need to know beyond the template. */
function parametersOf(template: Template, now: Date) {
  return {
    UnsupportedRuntimes: unsupportedRuntimes(now),
    DeprecatedRuntimes: deprecatedRuntimes(now),
    SecretNames: secretNames(template),
  };
}

interface Checked extends Pick<CheckInput, "sourceMap"> {
  report: GuardReport;
  template: Template;
}

function findingsOf(rule: GuardRule, level: PolicyLevel, { report, template, sourceMap }: Checked): NewFinding[] {
  const { pack, title, severity, hint } = rule;
  const common = { pack, rule: rule.rule, title, severity, level, hint };
  const failures = failuresOf(rule, report);
  if (failures.length === 0) {
    const applies = rule.guardNames.some((name) => report.compliant.includes(name));
    const message = applies ? "Holds for every resource that it applies to." : "Applies to nothing in this template.";
    return [{ ...common, outcome: "pass", logicalId: null, resourceType: null, templatePath: null, place: null, message }];
  }
  const byPath = new Map(failures.map((failure) => [failure.path, failure]));
  return [...byPath.values()].map((failure) => {
    const description = describeFailure(failure, rule, template);
    const place = sourceMap[description.logicalId ?? ""] ?? null;
    return { ...common, outcome: "fail", templatePath: failure.path || null, place, ...description };
  });
}

/** The rule's failures, after seeing that cfn-guard has an answer for every named rule: silence is no pass. */
function failuresOf(rule: GuardRule, report: GuardReport): GuardFailure[] {
  const failures = report.failures.filter(({ guardName }) => rule.guardNames.includes(guardName));
  const answered = new Set([...report.compliant, ...report.notApplicable, ...failures.map(({ guardName }) => guardName)]);
  const silent = rule.guardNames.find((name) => !answered.has(name));
  if (silent === undefined && rule.guardNames.length > 0) return failures;
  throw new WindlassError("worker_failed", `The policy check did not say how the rule ${rule.rule} came out.`);
}
