import type { ForgeRepository } from "@windlass/contracts/forge";

/** As old as a list may be: whoever gives the App one more repository sees it soon. */
const freshMs = 30_000;

/** The repositories of installations, each listed by one request at a time. */
export type RepositoryCache = {
  read(key: string, list: () => Promise<ForgeRepository[]>): Promise<ForgeRepository[]>;
  clear(): void;
};

/** Opens a cache for this process. A failure is not kept. */
export function openRepositoryCache(): RepositoryCache {
  const entries = new Map<string, { atMs: number; list: Promise<ForgeRepository[]> }>();
  return {
    read(key, list) {
      const known = entries.get(key);
      if (known && Date.now() - known.atMs < freshMs) return known.list;
      const entry = { atMs: Date.now(), list: list() };
      entries.set(key, entry);
      entry.list.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      return entry.list;
    },
    clear: () => entries.clear(),
  };
}
