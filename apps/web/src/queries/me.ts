import { queryOptions, useQuery } from "@tanstack/react-query";
import type { Permission } from "@windlass/contracts/permission";
import { api } from "../api/client.js";

/** Who is signed in. */
export const meQuery = queryOptions({ queryKey: ["me"], queryFn: ({ signal }) => api.me.get({ signal }), staleTime: Infinity });

/** Whether the reader may do something; what they may not do is not offered. */
export function useMay(permission: Permission): boolean {
  return useQuery(meQuery).data?.permissions.includes(permission) ?? false;
}
