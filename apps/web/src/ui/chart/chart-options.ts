import uPlot from "uplot";
import type { ChartSeries } from "./chart-data.js";

/** Fixed edges around the plot, in CSS pixels, so that what is laid over a chart in HTML finds its place. */
export const plotEdges = { top: 18, right: 16, bottom: 26, left: 52 } as const;

export interface ChartOptionsInput {
  width: number;
  height: number;
  startAt: number;
  endAt: number;
  series: readonly ChartSeries[];
  /** Charts with the same key show the same moment under the pointer. */
  syncKey: string;
  formatValue: (value: number) => string;
  formatTime: (seconds: number) => string;
  /** The point under the pointer; null when it left. */
  onCursor: (index: number | null) => void;
  color: (token: string) => string;
}

/** Steps between two labels: whole numbers, since half an invocation or half a millisecond says nothing. */
const increments = Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat();

/** uPlot's options for a chart in the colours of the theme. */
export function chartOptions(input: ChartOptionsInput): uPlot.Options {
  const { width, height, startAt, endAt, color, formatValue, formatTime } = input;
  const axis = { stroke: color("--ink-faint"), font: `11px ${color("--default-font-family") || "sans-serif"}`, ticks: { show: false } };
  const grid = { stroke: color("--line"), width: 1 };
  return {
    width,
    height,
    padding: [plotEdges.top, plotEdges.right, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, sync: { key: input.syncKey, setSeries: false }, points: { size: 7 } },
    scales: { x: { time: true, range: () => [startAt, endAt] }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.12 : 1] } },
    axes: [
      { ...axis, size: plotEdges.bottom, space: 72, grid: { show: false }, values: (_, splits) => splits.map(formatTime) },
      { ...axis, size: plotEdges.left, space: 34, incrs: increments, grid, values: (_, splits) => splits.map(formatValue) },
    ],
    series: [{}, ...input.series.map((series) => seriesOptions(series, color))],
    hooks: { setCursor: [(chart) => input.onCursor(chart.cursor.idx ?? null)] },
  };
}

function seriesOptions({ label, style, color: token }: ChartSeries, color: (token: string) => string): uPlot.Series {
  const stroke = color(token);
  if (style === "bars") {
    const paths = uPlot.paths.bars?.({ size: [0.72, 22, 1], align: 1, radius: 0.12 });
    return { label, stroke, fill: stroke, width: 0, points: { show: false }, ...(paths !== undefined && { paths }) };
  }
  return {
    label,
    stroke,
    width: 1.75,
    points: { show: true, size: 4, fill: stroke, width: 0 },
    ...(style === "dashed" && { dash: [5, 4] }),
  };
}
