import { WindlassError } from "@windlass/contracts/error";
import type { Planned } from "../planned.js";
import type { RunContext } from "../run-context.js";
import type { StepResult } from "../run-step.js";
import { planUnchanged } from "../unchanged.js";
import { driftCause } from "@windlass/operations/drift/request-reapply";
import { planReapply } from "./6-plan-reapply.js";
import { planRelease } from "./6-plan-release.js";
import { planRemoval } from "./6-plan-removal.js";
import { planRepair } from "./6-plan-repair.js";

/** Finds out what the deployment will change in AWS, and keeps it, before anything is changed. */
export async function plan(context: RunContext): Promise<StepResult<Planned>> {
  const { kind, options } = context.run;
  switch (kind) {
    case "deploy":
      return (await planUnchanged(context)) ?? planRelease(context);
    case "preview":
      return planRelease(context);
    case "rollback":
      return options.cause === driftCause ? planReapply(context) : planRelease(context);
    case "remove":
      return planRemoval(context);
    case "repair":
      return planRepair(context);
    case "function":
      throw new WindlassError("invalid_request", `This worker cannot run deployments of kind ${kind}.`, {
        hint: "Update the workers to the server's version.",
      });
  }
}
