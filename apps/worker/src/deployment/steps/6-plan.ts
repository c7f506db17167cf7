import type { Planned } from "../planned.js";
import type { RunContext } from "../run-context.js";
import type { StepResult } from "../run-step.js";
import { planRelease } from "./6-plan-release.js";
import { planRemoval } from "./6-plan-removal.js";

/** Finds out what the deployment will change in AWS, and keeps it, before anything is changed. */
export function plan(context: RunContext): Promise<StepResult<Planned>> {
  return context.run.kind === "remove" ? planRemoval(context) : planRelease(context);
}
