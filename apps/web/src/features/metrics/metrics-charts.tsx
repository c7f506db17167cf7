import type { StageAddress } from "@windlass/client/address";
import type { StageMetrics } from "@windlass/contracts/metric";
import { useMemo, useState } from "react";
import { Button } from "../../ui/button.js";
import { Mono } from "../../ui/chip.js";
import { deploymentMarkers } from "./deployment-markers.js";
import { apiCharts, functionCharts } from "./metric-charts.js";
import { MetricGroup } from "./metric-group.js";
import { rangeName } from "./range-picker.js";
import { totalOf } from "./totals.js";

/** Functions drawn before the reader asks for all: three canvases each add up. */
const firstFunctions = 12;

/** The charts of a stage: its APIs, then its functions, the busiest first. */
export function MetricsCharts({ address, metrics }: { address: StageAddress; metrics: StageMetrics }) {
  const [all, setAll] = useState(false);
  const markers = useMemo(() => deploymentMarkers(address, metrics.markers), [address, metrics.markers]);
  const apis = useMemo(() => metrics.apis.map((api) => ({ ...api, charts: apiCharts(api) })), [metrics.apis]);
  const functions = useMemo(
    () =>
      [...metrics.functions]
        .sort((a, b) => totalOf(b, "invocations") - totalOf(a, "invocations"))
        .filter((each) => totalOf(each, "invocations") > 0)
        .map((each) => ({ ...each, charts: functionCharts(each) })),
    [metrics.functions],
  );
  const idle = metrics.functions.filter((each) => totalOf(each, "invocations") === 0);
  const shown = all ? functions : functions.slice(0, firstFunctions);
  return (
    <div className="grid min-w-0 gap-4">
      {apis.map((api) => (
        <MetricGroup key={api.apiId} title={api.name} subtitle={`API ${api.apiId}`} charts={api.charts} metrics={metrics} markers={markers} />
      ))}
      {shown.map((each) => (
        <MetricGroup key={each.functionName} title={each.name} subtitle={each.functionName} charts={each.charts} metrics={metrics} markers={markers} />
      ))}
      {idle.length > 0 && (
        <p className="text-note text-ink-soft">
          {`Not called in ${rangeName(metrics.range)}: `}
          <Mono>{idle.map(({ name }) => name).join(", ")}</Mono>
        </p>
      )}
      {shown.length < functions.length && (
        <Button onClick={() => setAll(true)}>{`Show all ${functions.length} functions (the ${shown.length} busiest are above)`}</Button>
      )}
    </div>
  );
}
