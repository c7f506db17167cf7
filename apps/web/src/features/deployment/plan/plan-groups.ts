import type { ResourceChange } from "@windlass/contracts/plan";

export interface PlanGroup {
  title: "Removed" | "Replaced" | "Changed" | "Added" | "Imported";
  changes: ResourceChange[];
}

const order = [
  ["remove", "Removed"],
  ["replace", "Replaced"],
  ["change", "Changed"],
  ["add", "Added"],
  ["import", "Imported"],
] as const satisfies readonly [ResourceChange["action"], PlanGroup["title"]][];

const riskRank = { high: 0, medium: 1, low: 2, none: 3 } as const satisfies Record<ResourceChange["risk"], number>;

/** A plan as it is read before it is let through: what may lose something first, and in each group the riskiest first. */
export function planGroups(changes: readonly ResourceChange[]): PlanGroup[] {
  return order
    .map(([action, title]) => ({ title, changes: changes.filter((change) => change.action === action).sort(compareChanges) }))
    .filter((group) => group.changes.length > 0);
}

function compareChanges(a: ResourceChange, b: ResourceChange): number {
  return riskRank[a.risk] - riskRank[b.risk] || Number(b.stateful) - Number(a.stateful) || a.logicalId.localeCompare(b.logicalId);
}
