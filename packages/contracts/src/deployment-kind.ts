import { z } from "zod";
import type { StepName } from "./step.js";

export const deploymentKinds = ["deploy", "rollback", "remove", "preview", "function", "repair"] as const;
export const deploymentKindSchema = z.enum(deploymentKinds);
export type DeploymentKind = z.infer<typeof deploymentKindSchema>;

/** The steps of each kind, in the order in which they run. `approve` and `guard` are skipped where the stage asks for neither. */
export const stepsOfKind = {
  deploy: ["checkout", "build", "compile", "check", "publish", "plan", "approve", "apply", "verify", "guard", "finish"],
  rollback: ["plan", "approve", "apply", "verify", "guard", "finish"],
  remove: ["plan", "approve", "apply", "verify", "finish"],
  preview: ["checkout", "build", "compile", "check", "publish", "plan"],
  function: ["plan", "approve", "apply", "verify", "guard", "finish"],
  repair: ["plan", "apply", "verify", "finish"],
} as const satisfies Record<DeploymentKind, readonly StepName[]>;
