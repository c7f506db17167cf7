import { stepNameSchema } from "@windlass/contracts/step";
import { z } from "zod";

/** What of a deployment's page is in the address: the step whose rows the log shows. */
export const deploymentSearchSchema = z.object({ step: stepNameSchema.optional().catch(undefined) });
export type DeploymentSearch = z.infer<typeof deploymentSearchSchema>;
