import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { RemovePanel } from "../../features/stage/remove-panel.js";
import { stageQuery } from "../../queries/stages.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { PlainLink } from "../../ui/link.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage_/remove")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(stageQuery(params)),
  component: RemovePage,
});

function RemovePage() {
  const params = Route.useParams();
  const { data: stage } = useSuspenseQuery(stageQuery(params));
  return (
    <div className="max-w-3xl">
      <Breadcrumbs>
        <PlainLink to="/services/$service" params={params}>
          {params.service}
        </PlainLink>
        <PlainLink to="/services/$service/stages/$stage" params={params}>
          {params.stage}
        </PlainLink>
        <span>Remove</span>
      </Breadcrumbs>
      <RemovePanel stage={stage} />
    </div>
  );
}
