import { WindlassError } from "@windlass/contracts/error";
import type { Finding } from "@windlass/contracts/finding";
import { saveFindings } from "@windlass/operations/deployment-run/save-findings";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { checkTemplate } from "@windlass/policy/check-template";
import { counted } from "../counted.js";
import type { StepContext, StepResult } from "../run-step.js";
import type { BuiltRelease } from "./3-compile.js";

type NewFinding = Omit<Finding, "id">;

/**
 * Checks the release's template against the policy packs and keeps the findings with the release. Throws
 * `policy_blocked`, naming the rules, when one that is mandatory for the stage failed; the findings are kept then too.
 */
export async function check(context: StepContext, release: BuiltRelease): Promise<StepResult<void>> {
  const { run, reporter, masker, signal } = context;
  const { compiled } = release;
  const { findings, blocked } = await checkTemplate({
    // What is in nested stacks is checked, too.
    templateText: compiled.nestedStacks.length === 0 ? compiled.templateText : JSON.stringify(compiled.whole),
    levels: run.stage.policyLevels,
    sourceMap: compiled.sourceMap,
    signal,
  });
  const failed = findings.filter((finding) => finding.outcome === "fail");
  for (const finding of failed) {
    const mandatory = finding.level === "mandatory";
    reporter.log(`${mandatory ? "Blocked" : "Warning"}: ${finding.title}: ${finding.message}`, mandatory ? "error" : "warn");
  }
  const passed = findings.length - failed.length;
  reporter.log(`${counted(passed, "rule")} passed, ${counted(failed.length, "finding")}`);
  const stored = { releaseId: release.id, findings: findings.map((finding) => masker.json(finding)) };
  if (blocked) {
    await inFence(context.services.db, context.lease.fence, (tx) => saveFindings(tx, stored));
    throw blockedError(failed.filter((finding) => finding.level === "mandatory"));
  }
  return { output: { passed, failed: failed.length }, store: (tx) => saveFindings(tx, stored) };
}

function blockedError(findings: readonly NewFinding[]): WindlassError {
  const rules = [...new Set(findings.map((finding) => finding.rule))];
  const resources = [...new Set(findings.flatMap((finding) => finding.logicalId ?? []))];
  const places = findings.flatMap(({ place, message }) => (place ? [{ ...place, message }] : []));
  const where = resources.length === 0 ? "" : ` on ${resources.join(", ")}`;
  return new WindlassError("policy_blocked", `Blocked by ${rules.join(", ")}${where}: ${findings[0]?.message ?? ""}`, places.length > 0 ? { places } : {});
}
