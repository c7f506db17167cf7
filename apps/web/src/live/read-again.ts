import type { Query, QueryClient } from "@tanstack/react-query";
import type { Change } from "@windlass/contracts/live";
import { isOutdated, liveRoots, type CachedQuery } from "./changed-keys.js";

/** Reads again what one of the changes may have made out of date. */
export function readChangedAgain(queryClient: QueryClient, changes: readonly Change[]): void {
  const queries = queryClient.getQueryCache().getAll();
  const cached = queries.map(cachedQuery);
  readAgain(queryClient, queries.filter((query) => isOutdated(cachedQuery(query), changes, cached)));
}

/** Reads everything again that changes can make out of date: some of them were missed. */
export function readAllAgain(queryClient: QueryClient): void {
  readAgain(queryClient, queryClient.getQueryCache().getAll().filter(({ queryKey }) => liveRoots.some((root) => root === queryKey[0])));
}

function readAgain(queryClient: QueryClient, outdated: readonly Query[]): void {
  const again = (query: Query) => void queryClient.invalidateQueries({ predicate: (other) => other === query });
  for (const query of outdated) {
    const { data, fetchStatus } = query.state;
    // Invalidating ends and repeats a reading, but never the first one, whose answer may be older than the change.
    if (data === undefined && fetchStatus === "fetching") query.promise?.then(() => again(query), () => undefined);
    else again(query);
  }
}

function cachedQuery({ queryKey, state }: Query): CachedQuery {
  return { queryKey, data: state.data };
}
