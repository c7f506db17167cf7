import { createFileRoute } from "@tanstack/react-router";
import { ConfigPanel } from "../../features/config/config-panel.js";
import { configSearchSchema } from "../../features/config/config-search.js";
import { releasesQuery } from "../../queries/releases.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/config")({
  validateSearch: configSearchSchema,
  loader: ({ context: { queryClient }, params }) => void queryClient.prefetchQuery(releasesQuery(params)),
  component: ConfigTab,
});

function ConfigTab() {
  const { service, stage } = Route.useParams();
  return <ConfigPanel key={`${service}/${stage}`} address={{ service, stage }} search={Route.useSearch()} />;
}
