import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Activity, SearchX } from "lucide-react";
import { DeliveryFilters } from "../../features/delivery/delivery-filters.js";
import { DeliveryList } from "../../features/delivery/delivery-list.js";
import { deliverySearchSchema } from "../../features/delivery/delivery-search.js";
import { deliveriesQuery } from "../../queries/deliveries.js";
import { repositoriesQuery } from "../../queries/repositories.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink } from "../../ui/link.js";
import { LoadMore } from "../../ui/load-more.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/deliveries/")({
  validateSearch: deliverySearchSchema,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => void queryClient.prefetchInfiniteQuery(deliveriesQuery(deps)),
  component: DeliveriesPage,
});

function DeliveriesPage() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useInfiniteQuery(deliveriesQuery(search));
  const { data: repositories } = useQuery(repositoriesQuery);
  const names = [...new Set((repositories ?? []).flatMap(({ fullName }) => (fullName === null ? [] : [fullName])))];
  const isNarrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <PageHeader title="Deliveries" description="Every webhook request that was received with a right signature, and what it led to." />
      <DeliveryFilters search={search} repositories={names} onChange={(next) => void navigate({ search: next })} />
      <QueryView query={query}>
        {({ pages }) => {
          const deliveries = pages.flatMap((page) => page.items);
          if (deliveries.length === 0) return isNarrowed ? <NoneFound /> : <NothingYet />;
          return (
            <>
              <DeliveryList deliveries={deliveries} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function NoneFound() {
  return (
    <EmptyState icon={<SearchX aria-hidden />} title="No delivery is like that" actions={<ButtonLink to="/deliveries">Show all</ButtonLink>}>
      Repositories are named as the sender names them, such as acme/shop.
    </EmptyState>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<Activity aria-hidden />} title="Nothing was delivered yet" actions={<ButtonLink to="/settings/webhook">Set up the webhook</ButtonLink>}>
      Once GitHub knows the webhook, each push appears here: with the deployments that it started, or the reason why it started none.
    </EmptyState>
  );
}
