import { useQueryClient, type Query, type QueryClient } from "@tanstack/react-query";
import type { Change } from "@windlass/contracts/live";
import { use, useEffect } from "react";
import { isOutdated, liveRoots, type CachedQuery } from "./changed-keys.js";
import { LiveContext } from "./live-context.js";

/** One deployment changes several rows within moments: they are answered by one reading. */
const gatherMs = 120;

/** Reads again what the server says has changed. Call it once, in the shell of the app. */
export function useChanges(): void {
  const live = use(LiveContext)?.live;
  const queryClient = useQueryClient();
  // The outside system is the live socket.
  useEffect(() => {
    if (live === undefined) return undefined;
    let gathered: Change[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = live.subscribeChanges({
      onChanges(changes) {
        gathered.push(...changes);
        timer ??= setTimeout(() => {
          const changed = gathered;
          gathered = [];
          timer = undefined;
          void invalidate(queryClient, changed);
        }, gatherMs);
      },
      onMissed: () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => liveRoots.some((root) => root === queryKey[0]) }),
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [live, queryClient]);
}

function invalidate(queryClient: QueryClient, changes: readonly Change[]): Promise<void> {
  const cached = queryClient.getQueryCache().getAll().map(cachedQuery);
  return queryClient.invalidateQueries({ predicate: (query) => isOutdated(cachedQuery(query), changes, cached) });
}

function cachedQuery({ queryKey, state }: Query): CachedQuery {
  return { queryKey, data: state.data };
}
