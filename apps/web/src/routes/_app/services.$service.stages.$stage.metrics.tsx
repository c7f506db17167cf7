import { createFileRoute } from "@tanstack/react-router";
import { MetricsPanel } from "../../features/metrics/metrics-panel.js";
import { metricsSearchSchema } from "../../features/metrics/metrics-search.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/metrics")({
  validateSearch: metricsSearchSchema,
  component: MetricsTab,
});

function MetricsTab() {
  const { service, stage } = Route.useParams();
  return <MetricsPanel service={service} stage={stage} />;
}
