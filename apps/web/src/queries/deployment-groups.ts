import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** What one push or request deploys together. Read again with every change of a deployment, and now and then while it goes on. */
export const deploymentGroupQuery = (id: string) =>
  queryOptions({
    queryKey: ["deployment-groups", id],
    queryFn: ({ signal }) => api.deploymentGroups.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 5_000 : false),
  });

/** All of them, newest first, page by page. */
export const deploymentGroupsQuery = infiniteQueryOptions({
  queryKey: ["deployment-groups"],
  queryFn: ({ signal, pageParam }) => api.deploymentGroups.list({ cursor: pageParam, limit: 25 }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
