import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";
import { PolicyList } from "../../features/stage/policy-list.js";
import { stageFindingsQuery, stageQuery } from "../../queries/stages.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/policies")({
  validateSearch: z.object({ show: z.enum(["failing", "all"]).optional().catch(undefined) }),
  loader: ({ context: { queryClient }, params }) => void queryClient.prefetchQuery(stageFindingsQuery(params)),
  component: StagePolicies,
});

function StagePolicies() {
  const params = Route.useParams();
  const { show = "all" } = Route.useSearch();
  const { data: stage } = useSuspenseQuery(stageQuery(params));
  const query = useQuery(stageFindingsQuery(params));
  return <QueryView query={query}>{(findings) => <PolicyList stage={stage} findings={findings} show={show} />}</QueryView>;
}
