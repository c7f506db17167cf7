import { markCurrent } from "@windlass/operations/deployment-run/mark-current";
import { markRemoved } from "@windlass/operations/deployment-run/mark-removed";
import type { StepContext, StepResult } from "../run-step.js";

/** Makes the release the one that the stage runs, or the stage a removed one. */
export async function finish({ run, reporter }: StepContext): Promise<StepResult<void>> {
  const removed = run.kind === "remove";
  reporter.log(removed ? `${run.stage.name} is removed` : `Release ${run.release?.number ?? run.number} is live on ${run.stage.name}`);
  return { store: (tx) => (removed ? markRemoved(tx) : markCurrent(tx)) };
}
