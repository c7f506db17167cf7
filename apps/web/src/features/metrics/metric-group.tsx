import type { StageMetrics } from "@windlass/contracts/metric";
import { useCallback, useMemo } from "react";
import type { ChartMarker } from "../../ui/chart/chart-data.js";
import { TimeChart } from "../../ui/chart/time-chart.js";
import { useClock } from "../../ui/clock.js";
import { axisTimeText, countText, msText } from "./format-metric.js";
import type { MetricChart } from "./metric-charts.js";

const unitTexts = { count: countText, ms: msText } as const;

interface GroupProps {
  title: string;
  subtitle: string;
  charts: readonly MetricChart[];
  metrics: StageMetrics;
  markers: readonly ChartMarker[];
}

/** The charts of one function or API, side by side where there is room. */
export function MetricGroup({ title, subtitle, charts, metrics, markers }: GroupProps) {
  const { zone } = useClock();
  const { range, timestamps, periodSeconds } = metrics;
  const times = useMemo(() => timestamps.map((at) => Date.parse(at) / 1_000), [timestamps]);
  const formatTime = useCallback((seconds: number) => axisTimeText(seconds, range, zone), [range, zone]);
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface p-4 shadow-raised">
      <h3 className="truncate font-semibold">{title}</h3>
      <p className="mb-3 truncate font-mono text-note text-ink-faint">{subtitle}</p>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,19rem),1fr))] gap-x-8 gap-y-2">
        {charts.map((chart) => (
          <TimeChart
            key={chart.title}
            title={chart.title}
            times={times}
            periodSeconds={periodSeconds}
            series={chart.series}
            markers={markers}
            syncKey="metrics"
            formatValue={unitTexts[chart.unit]}
            formatTime={formatTime}
          />
        ))}
      </div>
    </section>
  );
}
