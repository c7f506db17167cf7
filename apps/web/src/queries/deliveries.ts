import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { DeliveryListInput } from "@windlass/client/resources/deliveries";
import { api } from "../api/client.js";

/** Webhook deliveries, newest first, page by page. */
export const deliveriesQuery = (filter: Pick<DeliveryListInput, "event" | "repository" | "reason">) =>
  infiniteQueryOptions({
    queryKey: ["deliveries", filter],
    queryFn: ({ signal, pageParam }) => api.deliveries.list({ ...filter, cursor: pageParam, limit: 25 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** One delivery with what was received. */
export const deliveryQuery = (id: string) => queryOptions({ queryKey: ["deliveries", "one", id], queryFn: ({ signal }) => api.deliveries.get(id, { signal }) });
