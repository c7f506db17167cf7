/** A piece of work that has ended, in whatever unit of time. */
export type Stretch = { id: string; startMs: number; endMs: number };

/** Work that begins so shortly before another ends is taken to have waited for it: clocks are read one after the other. */
const toleranceMs = 50;

/**
 * The pieces of work that decided when the last of them ended: from the last one back, each time the one that ended last
 * before the one found so far began. What depends on what is not known, so this is what the times alone say: shortening
 * anything else would have changed nothing. Returns ids, last first.
 */
export function criticalPath(stretches: readonly Stretch[]): string[] {
  const left = stretches.toSorted((a, b) => b.endMs - a.endMs || a.startMs - b.startMs);
  const path: string[] = [];
  let beforeMs = Number.POSITIVE_INFINITY;
  for (const { id, startMs, endMs } of left) {
    if (endMs > beforeMs + toleranceMs) continue;
    path.push(id);
    beforeMs = Math.min(beforeMs, startMs);
  }
  return path;
}
