import { metricRanges, type MetricRange } from "@windlass/contracts/metric";

/** The periods of a chart: `startsMs` are their beginnings, ascending; the last one is still running. */
export type MetricWindow = { periodSeconds: number; startMs: number; endMs: number; startsMs: number[] };

/**
 * The periods that a range consists of now. They begin at multiples of the period, so that CloudWatch's points fall on them
 * and a chart does not shift with the second in which it is read.
 */
export function metricWindow(range: MetricRange, nowMs: number): MetricWindow {
  const { seconds, periodSeconds } = metricRanges[range];
  const periodMs = periodSeconds * 1_000;
  const endMs = (Math.floor(nowMs / periodMs) + 1) * periodMs;
  const startMs = endMs - seconds * 1_000;
  const startsMs = Array.from({ length: seconds / periodSeconds }, (_, index) => startMs + index * periodMs);
  return { periodSeconds, startMs, endMs, startsMs };
}
