import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Rocket } from "lucide-react";
import { DeploymentList } from "../../features/deployment-list/deployment-list.js";
import { stageDeploymentsQuery } from "../../queries/stages.js";
import { EmptyState } from "../../ui/empty-state.js";
import { LoadMore } from "../../ui/load-more.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/services/$service/stages/$stage/")({
  loader: ({ context: { queryClient }, params }) => void queryClient.prefetchInfiniteQuery(stageDeploymentsQuery(params)),
  component: StageDeployments,
});

function StageDeployments() {
  const params = Route.useParams();
  const query = useInfiniteQuery(stageDeploymentsQuery(params));
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const deployments = pages.flatMap((page) => page.items);
        if (deployments.length === 0) {
          return (
            <EmptyState icon={<Rocket aria-hidden />} title="Nothing was deployed to this stage yet">
              Deploy with the button above. You will see every step and every line as it happens, and each release stays here to go back to.
            </EmptyState>
          );
        }
        return (
          <>
            <DeploymentList deployments={deployments} label={`Deployments of ${params.service} / ${params.stage}`} />
            <LoadMore query={query} />
          </>
        );
      }}
    </QueryView>
  );
}
