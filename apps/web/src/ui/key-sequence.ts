/** What a pressed key means, given the keys pressed shortly before it. */
export type KeyOutcome<T> = { kind: "run"; target: T } | { kind: "wait"; pending: string } | { kind: "none" };

/**
 * Matches one more key against sequences such as `g h` or `?`. A sequence that is complete runs; a prefix waits;
 * a key that continues nothing is tried again as the first key of a new sequence.
 */
export function matchKey<T extends { keys?: string }>(targets: readonly T[], pending: string, key: string): KeyOutcome<T> {
  const typed = pending === "" ? key : `${pending} ${key}`;
  const complete = targets.find((target) => target.keys === typed);
  if (complete !== undefined) return { kind: "run", target: complete };
  if (targets.some((target) => target.keys?.startsWith(`${typed} `) === true)) return { kind: "wait", pending: typed };
  return pending === "" ? { kind: "none" } : matchKey(targets, "", key);
}
