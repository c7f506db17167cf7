import type { TimelineRow } from "@windlass/contracts/timeline";

/** Steps that took at least this share of the whole begin unfolded. */
const openFrom = 0.2;

/** The steps whose inside is shown: the long ones, and those that the reader has folded the other way. */
export function openSteps(rows: readonly TimelineRow[], { totalMs, toggled }: { totalMs: number; toggled: ReadonlySet<string> }): Set<string> {
  const isLong = ({ startMs, endMs }: TimelineRow) => (endMs ?? totalMs) - startMs >= totalMs * openFrom;
  return new Set(rows.filter((row) => row.parent === null && isLong(row) !== toggled.has(row.id)).map(({ id }) => id));
}

/** The rows to show, in order. The critical path is shown whole, whatever is folded. */
export function shownRows(rows: readonly TimelineRow[], { open, criticalOnly }: { open: ReadonlySet<string>; criticalOnly: boolean }): TimelineRow[] {
  if (criticalOnly) return rows.filter((row) => row.critical);
  return rows.filter((row) => row.parent === null || open.has(row.parent));
}
