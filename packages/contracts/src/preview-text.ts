import type { IdleCost } from "./preview.js";

/** What a preview costs while nobody uses it, in a few words. */
export function idleCostText({ perDay, items, unknown }: IdleCost): string {
  const known = perDay === 0 && items.length === 0 ? "Nothing while idle" : `About $${perDay < 0.01 ? perDay.toFixed(4) : perDay.toFixed(2)} a day while idle`;
  return unknown.length === 0 ? known : `${known}, without ${[...new Set(unknown.map(({ resourceType }) => resourceType))].join(", ")}`;
}
