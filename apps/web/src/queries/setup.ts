import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** Whether the instance still needs its administrator, and what it offers. */
export const setupQuery = queryOptions({ queryKey: ["setup"], queryFn: ({ signal }) => api.setup.get({ signal }) });
