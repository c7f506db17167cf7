import type { PlanCounts, ResourceChange } from "@windlass/contracts/plan";

const countOf = {
  add: "added",
  import: "added",
  change: "changed",
  replace: "replaced",
  remove: "removed",
} as const satisfies Record<ResourceChange["action"], keyof PlanCounts>;

/** How many resources a plan adds, changes, replaces and removes. */
export function countChanges(changes: readonly ResourceChange[]): PlanCounts {
  const counts = { added: 0, changed: 0, replaced: 0, removed: 0 };
  for (const { action } of changes) counts[countOf[action]] += 1;
  return counts;
}
