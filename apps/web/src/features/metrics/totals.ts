import type { ApiMetric, FunctionMetric, Series, StageMetrics } from "@windlass/contracts/metric";

/** The figures of a stage over a range. */
export interface Totals {
  invocations: number;
  errors: number;
  throttles: number;
  /** Errors per invocation, null without an invocation. */
  errorRate: number | null;
  /** The greatest p95 of any function in any period, in milliseconds, and whose it is. */
  slowest: { ms: number; functionName: string } | null;
}

type Measured = { series: readonly Series[] };

/** The sum of a count over the range, 0 when nothing was counted. */
export function totalOf({ series }: Measured, metric: FunctionMetric | ApiMetric): number {
  return series.find((each) => each.metric === metric)?.total ?? 0;
}

/** The greatest value of a metric in the range, null when it was never measured. */
export function highestOf({ series }: Measured, metric: FunctionMetric | ApiMetric): number | null {
  const values = series.find((each) => each.metric === metric)?.values ?? [];
  return values.reduce<number | null>((highest, value) => (value !== null && (highest === null || value > highest) ? value : highest), null);
}

/** The values of a metric, null where CloudWatch has none. */
export function valuesOf({ series }: Measured, metric: FunctionMetric | ApiMetric): readonly (number | null)[] {
  return series.find((each) => each.metric === metric)?.values ?? [];
}

export function totalsOf({ functions }: Pick<StageMetrics, "functions">): Totals {
  const sum = (metric: FunctionMetric) => functions.reduce((total, each) => total + totalOf(each, metric), 0);
  const invocations = sum("invocations");
  const errors = sum("errors");
  let slowest: Totals["slowest"] = null;
  for (const each of functions) {
    const ms = highestOf(each, "durationP95");
    if (ms !== null && (slowest === null || ms > slowest.ms)) slowest = { ms, functionName: each.name };
  }
  return { invocations, errors, throttles: sum("throttles"), errorRate: invocations === 0 ? null : errors / invocations, slowest };
}

/** Whether anything at all was measured. */
export function isEmpty({ functions, apis }: Pick<StageMetrics, "functions" | "apis">): boolean {
  const counted = [...functions, ...apis].some(({ series }) => series.some(({ values }) => values.some((value) => value !== null && value > 0)));
  return !counted;
}
