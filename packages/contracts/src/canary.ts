import { z } from "zod";
import { timestampSchema } from "./name.js";

/** The alias by which functions are called whose traffic is shifted from version to version. */
export const trafficAliasName = "live";

/** How the traffic of a deployment was shifted. All times are the database's. */
export const canaryReportSchema = z.object({
  /** `settling`: all traffic is on the new versions, and the stack is told so; `aborted`: it is on the old ones again. */
  state: z.enum(["shifting", "settling", "done", "aborted"]),
  /** The shares in percent, ascending, the last one 100. */
  steps: z.array(z.number().int()),
  stepSeconds: z.number().int(),
  /** The share of the traffic that the new versions get now, in percent. */
  share: z.number().int(),
  /** When each share began. */
  shifts: z.array(z.object({ share: z.number().int(), at: timestampSchema })),
  functions: z.array(z.object({ name: z.string(), functionName: z.string(), alias: z.string(), from: z.string(), to: z.string() })),
});
export type CanaryReport = z.infer<typeof canaryReportSchema>;
