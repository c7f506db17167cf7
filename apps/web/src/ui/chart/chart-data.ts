/** One line or row of bars of a chart: a value per timestamp, null where there is none. */
export interface ChartSeries {
  label: string;
  /** Name of a colour token, such as `--run-mark`. */
  color: string;
  values: readonly (number | null)[];
  style: "bars" | "line" | "dashed";
  /** What the legend says while the pointer is elsewhere, such as a total. */
  summary: string;
}

/** A moment that all charts mark, such as a deployment. `at` in seconds since 1970. */
export interface ChartMarker {
  at: number;
  label: string;
  title: string;
  href: string;
  tone: "good" | "bad";
}

export interface PlacedMarker extends ChartMarker {
  /** From 0, the left edge of the plot, to 1. */
  place: number;
  /** Whether there is room for its label. */
  labelled: boolean;
}

/** Least distance of two labels, as a share of the plot's width: room for `#123` on a narrow phone. */
const labelDistance = 0.13;

/** The markers that fall into a chart, from left to right; where they crowd, the later of two keeps its label. */
export function placeMarkers(markers: readonly ChartMarker[], startAt: number, endAt: number): PlacedMarker[] {
  const placed = markers
    .filter(({ at }) => at >= startAt && at <= endAt)
    .map((marker) => ({ ...marker, place: (marker.at - startAt) / (endAt - startAt), labelled: false }))
    .sort((a, b) => b.at - a.at);
  let last = Number.POSITIVE_INFINITY;
  for (const marker of placed) {
    if (last - marker.place < labelDistance) continue;
    marker.labelled = true;
    last = marker.place;
  }
  return placed.reverse();
}

/** The columns that uPlot draws: times in seconds, then each series; missing counts are zero, other gaps stay gaps. */
export function chartColumns(times: readonly number[], series: readonly ChartSeries[]): [number[], ...(number | null)[][]] {
  return [[...times], ...series.map(({ values, style }) => times.map((_, index) => values[index] ?? (style === "bars" ? 0 : null)))];
}
