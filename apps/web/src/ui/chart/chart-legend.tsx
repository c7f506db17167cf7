import { cn } from "../cn.js";
import type { ChartSeries } from "./chart-data.js";

interface LegendProps {
  series: readonly ChartSeries[];
  hidden: ReadonlySet<string>;
  onToggle: (label: string) => void;
  valueOf: (series: ChartSeries) => string;
}

/** The series of a chart with their values; each is a button that hides it and shows it again. */
export function ChartLegend({ series, hidden, onToggle, valueOf }: LegendProps) {
  return (
    <div className="mt-0.5 -ml-1.5 flex flex-wrap content-start gap-x-1">
      {series.map((each) => {
        const off = hidden.has(each.label);
        return (
          <button
            key={each.label}
            type="button"
            aria-pressed={!off}
            title={off ? `Show ${each.label}` : `Hide ${each.label}`}
            onClick={() => onToggle(each.label)}
            className={cn("inline-flex items-center gap-1.5 rounded-sm px-1.5 py-1 text-note text-ink-soft hover:bg-hover", off && "line-through opacity-50")}
          >
            <span
              aria-hidden
              className={cn("w-3", each.style === "bars" ? "h-2.5 rounded-xs" : "h-0 border-t-2", each.style === "dashed" && "border-dashed")}
              style={{ background: each.style === "bars" ? `var(${each.color})` : undefined, borderColor: `var(${each.color})` }}
            />
            {each.label}
            <span className="font-medium text-ink tabular-nums">{valueOf(each)}</span>
          </button>
        );
      })}
    </div>
  );
}
