import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** Who did what, newest first, page by page. */
export const auditEventsQuery = infiniteQueryOptions({
  queryKey: ["audit-events"],
  queryFn: ({ signal, pageParam }) => api.auditEvents.list({ cursor: pageParam, limit: 50 }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
