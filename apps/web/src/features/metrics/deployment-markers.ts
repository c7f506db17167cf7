import type { StageAddress } from "@windlass/client/address";
import type { StageMetrics } from "@windlass/contracts/metric";
import type { ChartMarker } from "../../ui/chart/chart-data.js";

/** The deployments of the range as markers that lead to them. */
export function deploymentMarkers({ service, stage }: StageAddress, markers: StageMetrics["markers"]): ChartMarker[] {
  return markers.map(({ at, number, kind, state }) => ({
    at: Date.parse(at) / 1_000,
    label: `#${number}`,
    title: `Deployment #${number} (${kind}): ${state.replaceAll("_", " ")}`,
    href: `/services/${encodeURIComponent(service)}/stages/${encodeURIComponent(stage)}/deployments/${number}`,
    tone: state === "succeeded" ? "good" : "bad",
  }));
}
