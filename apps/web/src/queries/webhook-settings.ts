import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** The address and the secret that GitHub needs. */
export const webhookSettingsQuery = queryOptions({
  queryKey: ["settings", "webhook"],
  queryFn: ({ signal }) => api.settings.webhook({ signal }),
  staleTime: Infinity,
});
