import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Layers } from "lucide-react";
import { GroupList } from "../../features/deployment-group/group-list.js";
import { deploymentGroupsQuery } from "../../queries/deployment-groups.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink } from "../../ui/link.js";
import { LoadMore } from "../../ui/load-more.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/groups/")({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchInfiniteQuery(deploymentGroupsQuery),
  component: GroupsPage,
});

function GroupsPage() {
  const query = useInfiniteQuery(deploymentGroupsQuery);
  return (
    <>
      <PageHeader title="Groups" description="Several services that were deployed or removed together, in waves: by one push, or because somebody asked for all of them." />
      <QueryView query={query}>
        {({ pages }) => {
          const groups = pages.flatMap((page) => page.items);
          if (groups.length === 0) return <NothingYet />;
          return (
            <>
              <GroupList groups={groups} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<Layers aria-hidden />} title="Nothing was deployed together yet" actions={<ButtonLink to="/repositories">Go to the repositories</ButtonLink>}>
      A push that concerns several services makes a group. A repository's page deploys a stage of all its services at once.
    </EmptyState>
  );
}
