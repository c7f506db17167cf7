import { useInfiniteQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { Activity } from "lucide-react";
import { DeliveryList } from "../../features/delivery/delivery-list.js";
import { deliveriesQuery } from "../../queries/deliveries.js";
import { EmptyState } from "../../ui/empty-state.js";
import { ButtonLink } from "../../ui/link.js";
import { LoadMore } from "../../ui/load-more.js";
import { PageHeader } from "../../ui/page-header.js";
import { QueryView } from "../../ui/query-view.js";

export const Route = createFileRoute("/_app/deliveries")({
  loader: ({ context: { queryClient } }) => void queryClient.prefetchInfiniteQuery(deliveriesQuery),
  component: DeliveriesPage,
});

function DeliveriesPage() {
  const query = useInfiniteQuery(deliveriesQuery);
  return (
    <>
      <PageHeader title="Deliveries" description="Every webhook request that was received with a right signature, and what it led to." />
      <QueryView query={query}>
        {({ pages }) => {
          const deliveries = pages.flatMap((page) => page.items);
          if (deliveries.length === 0) {
            return (
              <EmptyState
                icon={<Activity aria-hidden />}
                title="Nothing was delivered yet"
                actions={<ButtonLink to="/settings/webhook">Set up the webhook</ButtonLink>}
              >
                Once GitHub knows the webhook, each push appears here: with the deployments that it started, or the reason why it started none.
              </EmptyState>
            );
          }
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
