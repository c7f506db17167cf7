import { z } from "zod";
import { healFunctions } from "../heal-functions.js";
import type { Planned } from "../planned.js";
import { releaseOf } from "../release-of.js";
import type { RunContext } from "../run-context.js";
import type { StepResult } from "../run-step.js";
import { planUnchanged } from "../unchanged.js";
import { driftCause } from "@windlass/operations/drift/request-reapply";
import { planReapply } from "./6-plan-reapply.js";
import { planFunctions } from "./6-plan-functions.js";
import { planRelease } from "./6-plan-release.js";
import { planRemoval } from "./6-plan-removal.js";
import { planRepair } from "./6-plan-repair.js";
import { planRollback } from "./6-plan-rollback.js";

/** Finds out what the deployment will change in AWS, and keeps it, before anything is changed. */
export async function plan(context: RunContext): Promise<StepResult<Planned>> {
  const { kind, options } = context.run;
  switch (kind) {
    case "deploy":
      return withOwnCode(context, (await planUnchanged(context)) ?? (await planRelease(context)));
    case "rollback":
      return options.cause === driftCause ? planReapply(context) : withOwnCode(context, await planRollback(context));
    case "function":
      return planFunctions(context);
    case "preview":
      return planRelease(context);
    case "remove":
      return planRemoval(context);
    case "repair":
      return planRepair(context);
  }
}

const nothingSchema = z.object({ operation: z.literal("none") });

/** Where the stack has nothing to change no later step runs, so functions that run another release's code are healed here. */
async function withOwnCode(context: RunContext, planned: StepResult<Planned>): Promise<StepResult<Planned>> {
  if (nothingSchema.safeParse(planned.output).success) await healFunctions(context, releaseOf(context.run));
  return planned;
}
