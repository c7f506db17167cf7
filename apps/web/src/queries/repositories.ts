import { queryOptions } from "@tanstack/react-query";
import { allPages } from "@windlass/client/all-pages";
import { api } from "../api/client.js";

/** Every repository: forms offer them all. */
export const repositoriesQuery = queryOptions({
  queryKey: ["repositories"],
  queryFn: ({ signal }) => allPages((cursor) => api.repositories.list({ cursor, limit: 100 }, { signal })),
});

export const repositoryQuery = (id: string) =>
  queryOptions({ queryKey: ["repositories", id], queryFn: ({ signal }) => api.repositories.get(id, { signal }) });

/** The compose file that a worker last read; asked again while one reads it. */
export const composeQuery = (id: string) =>
  queryOptions({
    queryKey: ["repositories", id, "compose"],
    queryFn: ({ signal }) => api.repositories.compose(id, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.askedAt != null && data.readAt === null ? 1_000 : false),
  });
