import type { Live } from "@windlass/client/live";
import { createContext } from "react";
import type { HistoryCache } from "./history-cache.js";

/** The page's one live connection, and what was read over it. Null until the provider has mounted. */
export const LiveContext = createContext<{ live: Live; histories: HistoryCache } | null>(null);
