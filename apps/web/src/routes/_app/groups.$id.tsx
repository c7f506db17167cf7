import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { GroupPage } from "../../features/deployment-group/group-page.js";
import { deploymentGroupQuery } from "../../queries/deployment-groups.js";

export const Route = createFileRoute("/_app/groups/$id")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(deploymentGroupQuery(params.id)),
  component: Page,
});

function Page() {
  const { data: group } = useSuspenseQuery(deploymentGroupQuery(Route.useParams().id));
  return <GroupPage group={group} />;
}
