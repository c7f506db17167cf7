import { queryOptions } from "@tanstack/react-query";
import { allPages } from "@windlass/client/all-pages";
import { api } from "../api/client.js";

/** Every service with its stages: the navigation lists them all. */
export const servicesQuery = queryOptions({
  queryKey: ["services"],
  queryFn: ({ signal }) => allPages((cursor) => api.services.list({ cursor, limit: 100 }, { signal })),
});

export const serviceQuery = (service: string) =>
  queryOptions({ queryKey: ["services", service], queryFn: ({ signal }) => api.services.get(service, { signal }) });
