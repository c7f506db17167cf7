import type { Live } from "@windlass/client/live";
import { use, useCallback, useSyncExternalStore } from "react";
import { LiveContext } from "./live-context.js";

/** Where the live connection stands. */
export function useLiveStatus(): ReturnType<Live["status"]> {
  const live = use(LiveContext)?.live;
  const subscribe = useCallback((listener: () => void) => live?.onStatus(listener) ?? (() => undefined), [live]);
  return useSyncExternalStore(subscribe, () => live?.status() ?? "idle");
}
