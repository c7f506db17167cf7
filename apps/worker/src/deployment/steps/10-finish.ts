import { markCurrent } from "@windlass/operations/deployment-run/mark-current";
import { markRemoved } from "@windlass/operations/deployment-run/mark-removed";
import type { StepContext, StepResult } from "../run-step.js";

/** Makes the release the one that the stage runs, or the stage a removed one. A repair that deletes nothing leaves the stage's release as it is. */
export async function finish({ run, reporter }: StepContext): Promise<StepResult<void>> {
  // The stack keeps its release: what runs differs from it in the functions alone.
  if (run.kind === "function") return { store: () => undefined };
  const action = run.kind === "repair" ? run.options.repair?.action : undefined;
  if (run.kind === "remove" || action === "retry_deletion") {
    reporter.log(`${run.stage.name} is removed`);
    return { store: (tx) => markRemoved(tx) };
  }
  if (run.kind === "repair") {
    reporter.log("The stack can be deployed again");
    return { store: () => undefined };
  }
  reporter.log(`Release ${run.release?.number ?? run.number} is live on ${run.stage.name}`);
  return { store: (tx) => markCurrent(tx) };
}
