import { infiniteQueryOptions } from "@tanstack/react-query";
import type { PreviewListInput } from "@windlass/client/resources/previews";
import { api } from "../api/client.js";

/** Environments of pull requests, newest first, page by page. */
export const previewsQuery = (filter: Pick<PreviewListInput, "service" | "state">) =>
  infiniteQueryOptions({
    queryKey: ["previews", filter],
    queryFn: ({ signal, pageParam }) => api.previews.list({ ...filter, cursor: pageParam, limit: 25 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
