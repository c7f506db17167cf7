import { z } from "zod";
import type { DeploymentState } from "./deployment-state.js";

export const stepNames = [
  "checkout",
  "build",
  "compile",
  "check",
  "publish",
  "plan",
  "approve",
  "apply",
  "verify",
  "guard",
  "finish",
] as const;
export const stepNameSchema = z.enum(stepNames);
export type StepName = z.infer<typeof stepNameSchema>;

export const stepStates = ["pending", "running", "succeeded", "failed", "skipped", "cancelled"] as const;
export const stepStateSchema = z.enum(stepStates);
export type StepState = z.infer<typeof stepStateSchema>;

/** The state of the deployment in which a step runs. */
export const stateOfStep = {
  checkout: "preparing",
  build: "preparing",
  compile: "preparing",
  check: "preparing",
  publish: "preparing",
  plan: "planning",
  approve: "awaiting_approval",
  apply: "deploying",
  verify: "verifying",
  guard: "verifying",
  finish: "verifying",
} as const satisfies Record<StepName, DeploymentState>;

export const stepSchema = z.object({
  name: stepNameSchema,
  state: stepStateSchema,
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  durationMs: z.number().int().nonnegative().nullable(),
});
export type Step = z.infer<typeof stepSchema>;
