import type { Applied } from "../applied.js";
import { codePlanSchema } from "../put-code.js";
import type { StepContext, StepResult } from "../run-step.js";
import { driftCause } from "@windlass/operations/drift/request-reapply";
import { applyReapply } from "./8-apply-reapply.js";
import { applyChangeSet } from "./8-apply-change-set.js";
import { applyFast } from "./8-apply-fast.js";
import { applyFunctions } from "./8-apply-functions.js";
import { applyRemoval } from "./8-apply-removal.js";
import { applyRepair } from "./8-apply-repair.js";

/** Changes AWS: executes the change set or deletes the stack, once, and watches until CloudFormation is done. */
export async function apply(context: StepContext): Promise<StepResult<Applied>> {
  const applied = await byKind(context);
  return { state: stateOf(applied), store: () => applied };
}

function byKind(context: StepContext): Promise<Applied> {
  const { kind, options, steps } = context.run;
  if (kind === "remove") return applyRemoval(context);
  if (kind === "repair") return applyRepair(context);
  if (kind === "function") return applyFunctions(context);
  if (kind === "rollback" && options.cause === driftCause) return applyReapply(context);
  const codePlan = codePlanSchema.safeParse(steps.get("plan")?.output);
  return codePlan.success ? applyFast(context, codePlan.data) : applyChangeSet(context);
}

function stateOf({ outcome, error }: Applied): "succeeded" | "failed" | "cancelled" {
  if (outcome === "done") return "succeeded";
  return error?.code === "cancelled" ? "cancelled" : "failed";
}
