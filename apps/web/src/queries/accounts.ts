import { queryOptions } from "@tanstack/react-query";
import { allPages } from "@windlass/client/all-pages";
import { api } from "../api/client.js";

/** Every account: forms offer them all. */
export const accountsQuery = queryOptions({
  queryKey: ["accounts"],
  queryFn: ({ signal }) => allPages((cursor) => api.accounts.list({ cursor, limit: 100 }, { signal })),
});

export const accountQuery = (account: string) =>
  queryOptions({ queryKey: ["accounts", account], queryFn: ({ signal }) => api.accounts.get(account, { signal }) });
