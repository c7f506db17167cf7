import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

/** What the reader has said of themselves. */
export const profileQuery = queryOptions({ queryKey: ["me", "profile"], queryFn: ({ signal }) => api.me.profile({ signal }) });
