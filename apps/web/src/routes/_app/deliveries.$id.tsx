import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { DeliveryPage } from "../../features/delivery/delivery-page.js";
import { deliveryQuery } from "../../queries/deliveries.js";

export const Route = createFileRoute("/_app/deliveries/$id")({
  loader: ({ context: { queryClient }, params }) => queryClient.ensureQueryData(deliveryQuery(params.id)),
  component: Page,
});

function Page() {
  const { data: delivery } = useSuspenseQuery(deliveryQuery(Route.useParams().id));
  return <DeliveryPage delivery={delivery} />;
}
