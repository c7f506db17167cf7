import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** Everything that runs or waits. */
export const queueQuery = queryOptions({ queryKey: ["queue"], queryFn: ({ signal }) => api.queue.get({ signal }) });
