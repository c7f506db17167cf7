import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** Webhook deliveries, newest first, page by page. */
export const deliveriesQuery = infiniteQueryOptions({
  queryKey: ["deliveries"],
  queryFn: ({ signal, pageParam }) => api.deliveries.list({ cursor: pageParam, limit: 25 }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
