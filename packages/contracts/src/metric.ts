import { z } from "zod";
import { timestampSchema } from "./name.js";

/** Ranges a chart can show, with the period of one point in seconds. */
export const metricRanges = {
  "1h": { seconds: 3_600, periodSeconds: 60 },
  "6h": { seconds: 21_600, periodSeconds: 300 },
  "24h": { seconds: 86_400, periodSeconds: 900 },
  "7d": { seconds: 604_800, periodSeconds: 3_600 },
  "30d": { seconds: 2_592_000, periodSeconds: 21_600 },
} as const;
export type MetricRange = keyof typeof metricRanges;
export const metricRangeSchema = z.enum(Object.keys(metricRanges) as [MetricRange, ...MetricRange[]]);

export const functionMetrics = ["invocations", "errors", "throttles", "durationP50", "durationP95", "durationP99", "concurrency"] as const;
export const apiMetrics = ["count", "4xx", "5xx", "latencyP50", "latencyP95"] as const;
export type FunctionMetric = (typeof functionMetrics)[number];
export type ApiMetric = (typeof apiMetrics)[number];

/** One line of a chart: a value per entry of the answer's `timestamps`, null where CloudWatch has none. Counts are sums, durations milliseconds. */
export const seriesSchema = z.object({
  metric: z.enum([...functionMetrics, ...apiMetrics]),
  values: z.array(z.number().nullable()),
  /** Sum over the range for counts, the greatest value for concurrency, null for percentiles. */
  total: z.number().nullable(),
});
export type Series = z.infer<typeof seriesSchema>;

export const stageMetricsSchema = z.object({
  range: metricRangeSchema,
  periodSeconds: z.number().int(),
  /** Start of each period, ascending. */
  timestamps: z.array(timestampSchema),
  functions: z.array(z.object({ name: z.string(), functionName: z.string(), series: z.array(seriesSchema) })),
  apis: z.array(z.object({ name: z.string(), apiId: z.string(), series: z.array(seriesSchema) })),
  /** Deployments that finished in the range. */
  markers: z.array(z.object({ at: timestampSchema, number: z.number().int(), kind: z.string(), state: z.string() })),
  fetchedAt: timestampSchema,
});
export type StageMetrics = z.infer<typeof stageMetricsSchema>;
