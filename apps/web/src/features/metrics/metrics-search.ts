import { metricRangeSchema } from "@windlass/contracts/metric";
import { z } from "zod";

/** What of the metrics is in the address: the range, and whether they are drawn or listed. */
export const metricsSearchSchema = z.object({
  range: metricRangeSchema.optional().catch(undefined),
  view: z.enum(["charts", "table"]).optional().catch(undefined),
});
export type MetricsSearch = z.infer<typeof metricsSearchSchema>;
