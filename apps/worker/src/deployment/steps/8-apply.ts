import type { Applied } from "../applied.js";
import type { StepContext, StepResult } from "../run-step.js";
import { applyChangeSet } from "./8-apply-change-set.js";
import { applyRemoval } from "./8-apply-removal.js";
import { applyRepair } from "./8-apply-repair.js";

/** Changes AWS: executes the change set or deletes the stack, once, and watches until CloudFormation is done. */
export async function apply(context: StepContext): Promise<StepResult<Applied>> {
  const applied = await byKind(context);
  return { state: stateOf(applied), store: () => applied };
}

function byKind(context: StepContext): Promise<Applied> {
  const { kind } = context.run;
  if (kind === "remove") return applyRemoval(context);
  return kind === "repair" ? applyRepair(context) : applyChangeSet(context);
}

function stateOf({ outcome, error }: Applied): "succeeded" | "failed" | "cancelled" {
  if (outcome === "done") return "succeeded";
  return error?.code === "cancelled" ? "cancelled" : "failed";
}
