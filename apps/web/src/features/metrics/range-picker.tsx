import { metricRanges, type MetricRange } from "@windlass/contracts/metric";
import { PlainLink } from "../../ui/link.js";
import type { MetricsSearch } from "./metrics-search.js";

const rangeNames = {
  "1h": "the last hour",
  "6h": "the last 6 hours",
  "24h": "the last 24 hours",
  "7d": "the last 7 days",
  "30d": "the last 30 days",
} as const satisfies Record<MetricRange, string>;

export function rangeName(range: MetricRange): string {
  return rangeNames[range];
}

const segment =
  "rounded-sm px-2.5 py-1 text-note font-medium text-ink-soft hover:bg-hover hover:no-underline aria-[current=true]:bg-surface aria-[current=true]:text-ink aria-[current=true]:shadow-raised max-sm:py-2";

/** Links to the same metrics over another range. */
export function RangePicker({ range }: { range: MetricRange }) {
  return (
    <nav aria-label="Range" className="flex rounded-md bg-sunken p-0.5">
      {(Object.keys(metricRanges) as MetricRange[]).map((each) => (
        <SearchLink key={each} change={{ range: each }} current={each === range} title={`Show ${rangeNames[each]}`}>
          {each}
        </SearchLink>
      ))}
    </nav>
  );
}

/** Links to the same metrics drawn or listed. */
export function ViewPicker({ view }: { view: "charts" | "table" }) {
  return (
    <nav aria-label="View" className="flex rounded-md bg-sunken p-0.5">
      <SearchLink change={{ view: "charts" }} current={view === "charts"} title="Draw the metrics">
        Charts
      </SearchLink>
      <SearchLink change={{ view: "table" }} current={view === "table"} title="List the metrics as numbers">
        Table
      </SearchLink>
    </nav>
  );
}

function SearchLink({ change, current, title, children }: { change: MetricsSearch; current: boolean; title: string; children: string }) {
  return (
    <PlainLink
      from="/services/$service/stages/$stage/metrics"
      to="."
      search={(before: MetricsSearch) => ({ ...before, ...change })}
      replace
      resetScroll={false}
      title={title}
      aria-current={current}
      activeProps={{ "aria-current": current }}
      className={segment}
    >
      {children}
    </PlainLink>
  );
}
