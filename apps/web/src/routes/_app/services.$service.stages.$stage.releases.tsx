import { useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { ReleaseList } from "../../features/release/release-list.js";
import { releasesQuery } from "../../queries/releases.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/releases")({
  loader: ({ context: { queryClient }, params }) => void queryClient.prefetchQuery(releasesQuery(params)),
  component: StageReleases,
});

function StageReleases() {
  const params = Route.useParams();
  const query = useQuery(releasesQuery(params));
  return <QueryView query={query}>{(releases) => <ReleaseList stage={params} releases={releases} />}</QueryView>;
}
