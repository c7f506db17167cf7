import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useResolvedTheme } from "../use-resolved-theme.js";
import { chartColumns, placeMarkers, type ChartMarker, type ChartSeries } from "./chart-data.js";
import { ChartLegend } from "./chart-legend.js";
import { ChartMarkers } from "./chart-markers.js";
import { chartOptions } from "./chart-options.js";

const plotHeightPx = 190;

export interface TimeChartProps {
  title: string;
  /** Start of each period, in seconds since 1970, ascending. */
  times: readonly number[];
  periodSeconds: number;
  series: readonly ChartSeries[];
  markers: readonly ChartMarker[];
  syncKey: string;
  formatValue: (value: number) => string;
  formatTime: (seconds: number) => string;
}

/**
 * A chart over time. The pointer, or the arrow keys once it has the focus, walk through its points; the legend says
 * the values and hides a series on click.
 */
export function TimeChart({ title, times, periodSeconds, series, markers, syncKey, formatValue, formatTime }: TimeChartProps) {
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const chartRef = useRef<uPlot | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [index, setIndex] = useState<number | null>(null);
  const theme = useResolvedTheme();
  const startAt = times[0] ?? 0;
  const endAt = (times.at(-1) ?? 0) + periodSeconds;
  const shown = useMemo(() => series.filter(({ label }) => !hidden.has(label)), [series, hidden]);
  const columns = useMemo(() => chartColumns(times, shown), [times, shown]);

  // The outside system is the canvas: a chart per theme and set of series, resized with its place in the page.
  useEffect(() => {
    if (host === null) return undefined;
    const style = getComputedStyle(host);
    const color = (token: string) => style.getPropertyValue(token).trim();
    const size = () => ({ width: Math.max(120, host.clientWidth), height: plotHeightPx });
    const chart = new uPlot(
      chartOptions({ ...size(), startAt, endAt, series: shown, syncKey, formatValue, formatTime, onCursor: setIndex, color }),
      columns,
      host,
    );
    chartRef.current = chart;
    const observer = new ResizeObserver(() => chart.setSize(size()));
    observer.observe(host);
    return () => {
      observer.disconnect();
      chart.destroy();
      chartRef.current = null;
    };
  }, [host, theme, columns, shown, startAt, endAt, syncKey, formatValue, formatTime]);

  const walk = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const chart = chartRef.current;
    if (step === undefined || chart === null) return;
    event.preventDefault();
    const next = Math.min(times.length - 1, Math.max(0, (index ?? (step === 1 ? -1 : times.length)) + step));
    chart.setCursor({ left: chart.valToPos(times[next] ?? 0, "x"), top: 1 });
  };

  const placed = useMemo(() => placeMarkers(markers, startAt, endAt), [markers, startAt, endAt]);
  const time = index === null ? undefined : times[index];
  const textOf = (each: ChartSeries) => (index === null ? each.summary : valueText(each.values[index], formatValue));
  return (
    <figure className="row-span-3 mb-1 grid min-w-0 grid-rows-subgrid gap-y-0">
      <figcaption className="flex min-h-5 flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="text-note text-ink-faint tabular-nums">{time === undefined ? "" : formatTime(time)}</span>
      </figcaption>
      <ChartLegend
        series={series}
        hidden={hidden}
        onToggle={(label) => setHidden((before) => toggled(before, label))}
        valueOf={textOf}
      />
      <div className="relative mt-2 overflow-hidden">
        <div
          ref={setHost}
          role="slider"
          tabIndex={0}
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, times.length - 1)}
          aria-valuenow={index ?? 0}
          aria-valuetext={`${time === undefined ? "all" : formatTime(time)}: ${series.map((each) => `${each.label} ${textOf(each)}`).join(", ")}`}
          onKeyDown={walk}
          className="rounded-sm focus-visible:outline-offset-0"
          style={{ height: plotHeightPx }}
        />
        <ChartMarkers markers={placed} />
      </div>
    </figure>
  );
}

function toggled(before: ReadonlySet<string>, label: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(label)) after.add(label);
  return after;
}

function valueText(value: number | null | undefined, formatValue: (value: number) => string): string {
  return value === null || value === undefined ? "–" : formatValue(value);
}
