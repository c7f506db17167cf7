import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Outlet } from "@tanstack/react-router";
import { StageHeader } from "../../features/stage/stage-header.js";
import { HoldNotice } from "../../features/stage/hold-notice.js";
import { StageNotice } from "../../features/stage/stage-notice.js";
import { SwappedNotice } from "../../features/stage/swapped-notice.js";
import { useMay } from "../../queries/me.js";
import { stageQuery } from "../../queries/stages.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { PlainLink } from "../../ui/link.js";
import { TabBar, TabLink } from "../../ui/tabs.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(stageQuery(params)),
  component: StagePage,
});

function StagePage() {
  const params = Route.useParams();
  const { data: stage } = useSuspenseQuery(stageQuery(params));
  const mayUpdate = useMay("stage:update");
  return (
    <>
      <Breadcrumbs>
        <PlainLink to="/services/$service" params={{ service: stage.service }}>
          {stage.service}
        </PlainLink>
        <span>{stage.name}</span>
      </Breadcrumbs>
      <StageHeader stage={stage} />
      <HoldNotice stage={stage} />
      <StageNotice stage={stage} />
      <SwappedNotice stage={stage} />
      <TabBar label="Parts of the stage" className="mb-6">
        <TabLink to="/services/$service/stages/$stage" params={params} activeOptions={{ exact: true }}>
          Deployments
        </TabLink>
        <TabLink to="/services/$service/stages/$stage/metrics" params={params}>
          Metrics
        </TabLink>
        <TabLink to="/services/$service/stages/$stage/functions" params={params}>
          Functions
        </TabLink>
        <TabLink to="/services/$service/stages/$stage/config" params={params}>
          Config
        </TabLink>
        <TabLink to="/services/$service/stages/$stage/policies" params={params}>
          Policies
        </TabLink>
        <TabLink to="/services/$service/stages/$stage/outputs" params={params}>
          Outputs
        </TabLink>
        <TabLink to="/services/$service/stages/$stage/drift" params={params}>
          Drift
        </TabLink>
        <TabLink to="/services/$service/stages/$stage/releases" params={params}>
          Releases
        </TabLink>
        {mayUpdate && (
          <TabLink to="/services/$service/stages/$stage/settings" params={params}>
            Settings
          </TabLink>
        )}
      </TabBar>
      <Outlet />
    </>
  );
}
