import { queryOptions } from "@tanstack/react-query";
import type { Housekeeping } from "@windlass/contracts/housekeeping";
import { api } from "../api/client.js";

/** The rule of housekeeping and what a run would take. Asked again while a run is waited for, of which no change is told. */
export const housekeepingQuery = queryOptions({
  queryKey: ["housekeeping"],
  queryFn: ({ signal }) => api.housekeeping.get({ signal }),
  refetchInterval: ({ state: { data } }: { state: { data: Housekeeping | undefined } }) => (data?.requestedAt ? 2_000 : false),
});
