import { queryOptions } from "@tanstack/react-query";
import { allPages } from "@windlass/client/all-pages";
import { api } from "../api/client.js";

/** The reader's own API tokens. */
export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => allPages((cursor) => api.tokens.list({ cursor, limit: 100 }, { signal })),
});
