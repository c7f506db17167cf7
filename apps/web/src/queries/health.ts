import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** How the server is. No change frame tells of it, so it is asked while somebody looks. */
export const healthQuery = queryOptions({
  queryKey: ["health"],
  queryFn: ({ signal }) => api.health.get({ signal }),
  refetchInterval: 15_000,
  refetchOnWindowFocus: true,
});
