import type { StageMetrics } from "@windlass/contracts/metric";
import type { ChartSeries } from "../../ui/chart/chart-data.js";
import { countText, msText } from "./format-metric.js";
import { highestOf, totalOf, valuesOf } from "./totals.js";

/** What one chart shows. */
export interface MetricChart {
  title: string;
  unit: "count" | "ms";
  series: ChartSeries[];
}

type Measured = Parameters<typeof totalOf>[0];
type Metric = Parameters<typeof totalOf>[1];

function counted(measured: Measured, metric: Metric, look: Pick<ChartSeries, "label" | "color">): ChartSeries {
  return { ...look, style: "bars", values: valuesOf(measured, metric), summary: countText(totalOf(measured, metric)) };
}

function timed(measured: Measured, metric: Metric, look: Pick<ChartSeries, "label" | "color" | "style">): ChartSeries {
  const highest = highestOf(measured, metric);
  return { ...look, values: valuesOf(measured, metric), summary: highest === null ? "–" : `≤ ${msText(highest)}` };
}

/** The charts of one function. */
export function functionCharts(measured: StageMetrics["functions"][number]): MetricChart[] {
  const concurrency = highestOf(measured, "concurrency");
  return [
    {
      title: "Invocations",
      unit: "count",
      series: [
        counted(measured, "invocations", { label: "invocations", color: "--run-mark" }),
        counted(measured, "throttles", { label: "throttles", color: "--warn-mark" }),
        counted(measured, "errors", { label: "errors", color: "--bad-mark" }),
      ],
    },
    {
      title: "Duration",
      unit: "ms",
      series: [
        timed(measured, "durationP50", { label: "p50", color: "--good-mark", style: "line" }),
        timed(measured, "durationP95", { label: "p95", color: "--run-mark", style: "line" }),
        timed(measured, "durationP99", { label: "p99", color: "--warn-mark", style: "dashed" }),
      ],
    },
    {
      title: "Concurrency",
      unit: "count",
      series: [
        {
          label: "at once",
          color: "--accent",
          style: "line",
          values: valuesOf(measured, "concurrency"),
          summary: concurrency === null ? "–" : `≤ ${countText(concurrency)}`,
        },
      ],
    },
  ];
}

/** The charts of one API. */
export function apiCharts(measured: StageMetrics["apis"][number]): MetricChart[] {
  return [
    {
      title: "Requests",
      unit: "count",
      series: [
        counted(measured, "count", { label: "requests", color: "--run-mark" }),
        counted(measured, "4xx", { label: "4xx", color: "--warn-mark" }),
        counted(measured, "5xx", { label: "5xx", color: "--bad-mark" }),
      ],
    },
    {
      title: "Latency",
      unit: "ms",
      series: [
        timed(measured, "latencyP50", { label: "p50", color: "--good-mark", style: "line" }),
        timed(measured, "latencyP95", { label: "p95", color: "--run-mark", style: "line" }),
      ],
    },
  ];
}
