import type { Applied } from "../applied.js";
import type { StepContext, StepResult } from "../run-step.js";
import { applyChangeSet } from "./8-apply-change-set.js";
import { applyRemoval } from "./8-apply-removal.js";

/** Changes AWS: executes the change set or deletes the stack, once, and watches until CloudFormation is done. */
export async function apply(context: StepContext): Promise<StepResult<Applied>> {
  const applied = await (context.run.kind === "remove" ? applyRemoval(context) : applyChangeSet(context));
  return { state: stateOf(applied), store: () => applied };
}

function stateOf({ outcome, error }: Applied): "succeeded" | "failed" | "cancelled" {
  if (outcome === "done") return "succeeded";
  return error?.code === "cancelled" ? "cancelled" : "failed";
}
