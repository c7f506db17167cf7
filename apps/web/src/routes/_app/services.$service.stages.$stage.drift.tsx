import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { DriftPanel } from "../../features/drift/drift-panel.js";
import { stageDriftQuery } from "../../queries/drift.js";
import { stageQuery } from "../../queries/stages.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/drift")({
  loader: ({ context: { queryClient }, params }) => void queryClient.prefetchQuery(stageDriftQuery(params)),
  component: StageDriftPage,
});

function StageDriftPage() {
  const params = Route.useParams();
  const { data: stage } = useSuspenseQuery(stageQuery(params));
  const query = useQuery(stageDriftQuery(params));
  return <QueryView query={query}>{(drift) => <DriftPanel stage={stage} drift={drift} />}</QueryView>;
}
