import { queryOptions } from "@tanstack/react-query";
import type { StageAddress } from "@windlass/client/address";
import { api } from "../api/client.js";

/** The planned freezes; with a stage, those that concern it. */
export const freezeWindowsQuery = (of: StageAddress | null) =>
  queryOptions({
    queryKey: ["freeze-windows", of?.service ?? null, of?.stage ?? null],
    queryFn: ({ signal }) => api.freezeWindows.list(of, { signal }),
  });
