import type { Usage } from "@windlass/compiler/usage/usage";
import type { EventCost } from "@windlass/contracts/plan";

/** `functions.hello.events[0].httpApi` */
const eventType = /\.([A-Za-z]+)$/;

/** How many resources the events of each type cost, dearest first. */
export function eventCosts({ contributors }: Pick<Usage, "contributors">): EventCost[] {
  const costs = new Map<string, EventCost>();
  for (const { kind, path, resources } of contributors) {
    const type = kind === "event" ? eventType.exec(path)?.[1] : undefined;
    if (type === undefined) continue;
    const cost = costs.get(type) ?? { type, count: 0, resources: 0 };
    costs.set(type, { type, count: cost.count + 1, resources: cost.resources + resources });
  }
  return [...costs.values()].toSorted((a, b) => b.resources - a.resources || a.type.localeCompare(b.type));
}
