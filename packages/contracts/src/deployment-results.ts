import { z } from "zod";
import { leftoverSchema } from "./removal.js";

/** What came of a deployment besides its outputs, by topic. Stored with it; new topics are optional. */
export const deploymentResultsSchema = z.object({
  /** Kinds `remove` and `repair`: what the check after a deletion found. */
  removal: z.object({ checkedAt: z.iso.datetime(), items: z.array(leftoverSchema) }).optional(),
});
export type DeploymentResults = z.infer<typeof deploymentResultsSchema>;
