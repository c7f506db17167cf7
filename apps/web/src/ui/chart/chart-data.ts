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

/** Markers nearer than this share one line, as a share of the plot's width. */
const lineDistance = 0.012;

/**
 * The markers that fall into a chart, from left to right. Those that would lie upon each other become one, which
 * leads to the latest and names all; where labels would overlap, the later one stays.
 */
export function placeMarkers(markers: readonly ChartMarker[], startAt: number, endAt: number): PlacedMarker[] {
  const latestFirst = markers.filter(({ at }) => at >= startAt && at <= endAt).sort((a, b) => b.at - a.at);
  const placed: PlacedMarker[] = [];
  let labelledAt = Number.POSITIVE_INFINITY;
  for (const marker of latestFirst) {
    const place = (marker.at - startAt) / (endAt - startAt);
    const later = placed.at(-1);
    if (later !== undefined && later.place - place < lineDistance) {
      later.title = `${marker.title}\n${later.title}`;
      continue;
    }
    const labelled = labelledAt - place >= labelDistance;
    if (labelled) labelledAt = place;
    placed.push({ ...marker, place, labelled });
  }
  return placed.reverse();
}

/** The columns that uPlot draws: times in seconds, then each series; missing counts are zero, other gaps stay gaps. */
export function chartColumns(times: readonly number[], series: readonly ChartSeries[]): [number[], ...(number | null)[][]] {
  return [[...times], ...series.map(({ values, style }) => times.map((_, index) => values[index] ?? (style === "bars" ? 0 : null)))];
}
