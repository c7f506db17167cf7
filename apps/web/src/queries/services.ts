import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { allPages } from "@windlass/client/all-pages";
import { api } from "../api/client.js";

/** Every service with its stages: the navigation lists them all. */
export const servicesQuery = queryOptions({
  queryKey: ["services"],
  queryFn: ({ signal }) => allPages((cursor) => api.services.list({ cursor, limit: 100 }, { signal })),
});

export const serviceQuery = (service: string) =>
  queryOptions({ queryKey: ["services", service], queryFn: ({ signal }) => api.services.get(service, { signal }) });

/** The deployments of all stages of a service, newest first, page by page. */
export const serviceDeploymentsQuery = (service: string) =>
  infiniteQueryOptions({
    queryKey: ["services", service, "deployments"],
    queryFn: ({ signal, pageParam }) => api.deployments.listAll({ service, cursor: pageParam, limit: 15 }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
