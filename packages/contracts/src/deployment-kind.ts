import { z } from "zod";
import type { StepName } from "./step.js";

export const deploymentKinds = ["deploy", "rollback", "remove", "preview", "function"] as const;
export const deploymentKindSchema = z.enum(deploymentKinds);
export type DeploymentKind = z.infer<typeof deploymentKindSchema>;

/** The steps of each kind, in the order in which they run. */
export const stepsOfKind = {
  deploy: ["checkout", "build", "compile", "check", "publish", "plan", "apply", "verify", "finish"],
  rollback: ["plan", "apply", "verify", "finish"],
  remove: ["plan", "apply", "verify", "finish"],
  preview: ["checkout", "build", "compile", "check", "publish", "plan"],
  function: ["plan", "apply", "verify", "finish"],
} as const satisfies Record<DeploymentKind, readonly StepName[]>;
