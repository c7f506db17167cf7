import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { z } from "zod";
import { RemoveGroupPanel } from "../../features/deployment-group/remove-group-panel.js";
import { deploymentGroupQuery } from "../../queries/deployment-groups.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { PlainLink } from "../../ui/link.js";

export const Route = createFileRoute("/_app/groups/$id_/remove")({
  validateSearch: z.object({ stage: z.string() }),
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(deploymentGroupQuery(params.id)),
  component: RemovePage,
});

function RemovePage() {
  const params = Route.useParams();
  const { stage } = Route.useSearch();
  const { data: group } = useSuspenseQuery(deploymentGroupQuery(params.id));
  return (
    <div className="max-w-3xl">
      <Breadcrumbs>
        <PlainLink to="/groups">Groups</PlainLink>
        <PlainLink to="/groups/$id" params={params}>
          Group
        </PlainLink>
        <span>Remove</span>
      </Breadcrumbs>
      <RemoveGroupPanel group={group} stage={stage} />
    </div>
  );
}
