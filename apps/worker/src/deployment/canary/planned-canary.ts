import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";
import { z } from "zod";

const plannedShiftSchema = z.object({
  name: z.string(),
  functionName: z.string(),
  alias: z.string(),
  /** Logical id of the new version, whose number is known once it is published. */
  versionId: z.string(),
  /** The version that gets all traffic until the canary begins. */
  from: z.string(),
});
export type PlannedShift = z.infer<typeof plannedShiftSchema>;

const planOutputSchema = z.object({ canary: z.array(plannedShiftSchema).default([]) });

/** The functions whose traffic the plan holds back; none where it comes all at once. */
export function plannedCanary({ steps }: Pick<DeploymentRun, "steps">): PlannedShift[] {
  const parsed = planOutputSchema.safeParse(steps.get("plan")?.output);
  return parsed.success ? parsed.data.canary : [];
}
