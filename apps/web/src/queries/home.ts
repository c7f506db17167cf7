import { queryOptions } from "@tanstack/react-query";
import { api } from "../api/client.js";

export const homeQuery = queryOptions({ queryKey: ["home"], queryFn: ({ signal }) => api.home.get({ signal }) });
