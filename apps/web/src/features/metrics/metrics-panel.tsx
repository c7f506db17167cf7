import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { Stage } from "@windlass/contracts/stage";
import type { MetricRange } from "@windlass/contracts/metric";
import { useMemo } from "react";
import { problemOf } from "../../api/problem-of.js";
import { stageMetricsQuery } from "../../queries/metrics.js";
import { stageQuery } from "../../queries/stages.js";
import { Problem } from "../../ui/problem.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { SkeletonRows } from "../../ui/skeleton.js";
import { MetricsCharts } from "./metrics-charts.js";
import { MetricsEmpty } from "./metrics-empty.js";
import { metricsSearchSchema } from "./metrics-search.js";
import { MetricsTable } from "./metrics-table.js";
import { RangePicker, ViewPicker } from "./range-picker.js";
import { TotalsCards } from "./totals-cards.js";
import { isEmpty, totalsOf } from "./totals.js";

/** The metrics of a stage over a range that is in the address (`?range=24h&view=table`). */
export function MetricsPanel({ service, stage }: { service: string; stage: string }) {
  const search = metricsSearchSchema.parse(useSearch({ strict: false }));
  const { data } = useSuspenseQuery(stageQuery({ service, stage }));
  return <Metrics stage={data} range={search.range ?? "1h"} view={search.view ?? "charts"} />;
}

function Metrics({ stage, range, view }: { stage: Stage; range: MetricRange; view: "charts" | "table" }) {
  const address = useMemo(() => ({ service: stage.service, stage: stage.name }), [stage.service, stage.name]);
  const deployed = stage.status !== "never_deployed" && stage.status !== "removed";
  const { data, error, refetch, isPending } = useQuery({ ...stageMetricsQuery(address, range), enabled: deployed });
  if (!deployed) return <MetricsEmpty stage={stage} range={range} />;
  return (
    <div className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-wrap gap-3">
          <RangePicker range={range} />
          <ViewPicker view={view} />
        </div>
        {data !== undefined && (
          <span className="text-note text-ink-faint">
            {"CloudWatch, read "}
            <RelativeTime at={data.fetchedAt} />
          </span>
        )}
      </div>
      {error !== null && <Problem problem={problemOf(error)} onRetry={() => void refetch()} />}
      {isPending && <SkeletonRows rows={5} />}
      {data !== undefined && <TotalsCards totals={totalsOf(data)} />}
      {data !== undefined && isEmpty(data) && <MetricsEmpty stage={stage} range={range} />}
      {data !== undefined && !isEmpty(data) && view === "charts" && <MetricsCharts address={address} metrics={data} />}
      {data !== undefined && !isEmpty(data) && view === "table" && <MetricsTable metrics={data} />}
    </div>
  );
}
