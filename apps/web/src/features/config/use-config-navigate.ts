import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { ConfigSearch } from "./config-search.js";

/** Changes a part of the tab's address, in place: the back button leaves the tab, not each selection. */
export function useConfigNavigate(): (change: ConfigSearch) => void {
  const navigate = useNavigate({ from: "/services/$service/stages/$stage/config" });
  return useCallback(
    (change) => void navigate({ to: ".", search: (before: ConfigSearch) => ({ ...before, ...change }), replace: true, resetScroll: false }),
    [navigate],
  );
}
