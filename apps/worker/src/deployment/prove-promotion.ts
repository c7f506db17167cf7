import type { PromotionResult } from "@windlass/contracts/deployment-results";
import type { Artifact, FunctionSummary } from "@windlass/contracts/release";
import { loadPromotedRelease } from "@windlass/operations/deployment-run/load-promoted-release";
import { comparePromotion } from "@windlass/operations/release/compare-promotion";
import { counted } from "./counted.js";
import type { StepContext } from "./run-step.js";

/** What was built for the stage that is promoted to. */
type Built = { artifacts: readonly Artifact[]; functions: readonly FunctionSummary[]; shownTemplate: string };

/** Holds what was built against the release that is promoted, and reports it; null where nothing is promoted. */
export async function provePromotion({ run, services, reporter }: StepContext, built: Built): Promise<PromotionResult | null> {
  const { promotedFrom } = run.options;
  if (!promotedFrom) return null;
  const from = await loadPromotedRelease(services.db, promotedFrom.releaseId);
  if (!from) {
    reporter.log(`The release of ${promotedFrom.stage} #${promotedFrom.number} is no longer stored, so there is nothing to compare with.`, "warn");
    return null;
  }
  const { stage, number } = promotedFrom;
  const names = built.functions.map(({ name }) => name);
  const result = comparePromotion({ from: { ...from, stage, number }, to: { ...built, functions: names, stage: run.stage.name } });
  const identical = result.artifacts.filter((artifact) => artifact.identical).length;
  reporter.log(`Promoted from ${stage} #${number}: ${identical} of ${counted(result.artifacts.length, "artifact")} identical`);
  for (const { name, why } of result.artifacts) if (why !== null) reporter.log(`${name} is not identical: ${why}`, "warn");
  return result;
}
