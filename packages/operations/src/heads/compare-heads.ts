import { keyOf, watches, type WatchedRefs } from "./watched-refs.js";

/** What is stored of a ref: where it was last seen, and where it was found to have moved without a delivery. */
export type KnownHead = { ref: string; sha: string; movedTo: string | null; movedMs: number | null };

export type HeadComparison = {
  /** Refs that are seen for the first time, and whose push nobody missed. */
  fresh: { ref: string; sha: string }[];
  /** Refs that have moved, and whose delivery may still be under way. */
  moved: { ref: string; from: string; to: string }[];
  /** Refs that moved long enough ago for a delivery to have come. */
  missed: { ref: string; from: string; to: string }[];
  /** Refs that are where they were, and were thought to have moved. */
  settled: string[];
  gone: string[];
};

export type HeadsInput = {
  watched: readonly WatchedRefs[];
  /** Keys of what was looked at before: a new ref of it is a push, and no first sight. */
  seenBefore: readonly string[];
  known: readonly KnownHead[];
  heads: ReadonlyMap<string, string>;
  nowMs: number;
  /** How long a delivery may take before its push counts as missed. */
  graceMs: number;
};

export const noCommit = "0".repeat(40);

/** Compares the refs of a repository with what was last seen of them. Pure. */
export function compareHeads({ watched, seenBefore, known, heads, nowMs, graceMs }: HeadsInput): HeadComparison {
  const result: HeadComparison = { fresh: [], moved: [], missed: [], settled: [], gone: [] };
  const before = new Map(known.map((head) => [head.ref, head]));
  const tests = watched.map((one) => ({ isOf: watches(one), isKnown: seenBefore.includes(keyOf(one)) }));
  for (const [ref, sha] of heads) {
    const following = tests.filter(({ isOf }) => isOf(ref));
    if (following.length === 0) continue;
    const head = before.get(ref);
    // Nobody wanted its pushes before, whatever was noted of it.
    if (!following.some(({ isKnown }) => isKnown)) result.fresh.push({ ref, sha });
    else if (head?.sha === sha) result.settled.push(...(head.movedTo === null ? [] : [ref]));
    else if (head?.movedTo === sha && nowMs - (head.movedMs ?? nowMs) >= graceMs) result.missed.push({ ref, from: head.sha, to: sha });
    else if (head?.movedTo !== sha) result.moved.push({ ref, from: head?.sha ?? noCommit, to: sha });
  }
  result.gone.push(...known.filter(({ ref }) => !heads.has(ref) && tests.some(({ isOf }) => isOf(ref))).map(({ ref }) => ref));
  return result;
}
