/** One thing that a cache keeps: a file or a folder. */
export type CacheEntry = { path: string; sizeBytes: number; usedAtMs: number };

/** What has to go, the longest unused first, so that the rest takes at most `limitBytes`. */
export function beyondLimit(entries: readonly CacheEntry[], limitBytes: number): CacheEntry[] {
  let total = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const going: CacheEntry[] = [];
  for (const entry of entries.toSorted((one, other) => one.usedAtMs - other.usedAtMs)) {
    if (total <= limitBytes) break;
    total -= entry.sizeBytes;
    going.push(entry);
  }
  return going;
}
