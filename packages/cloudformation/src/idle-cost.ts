import type { IdleCost, IdleCostItem } from "@windlass/contracts/preview";
import { isFreeWhileIdle } from "./free-while-idle.js";
import { hoursPerDay, idlePrices, type Properties } from "./idle-prices.js";

type Resource = { Type?: unknown; Properties?: unknown };

/**
 * What a template's resources cost a day while nobody uses them, in US dollars by the list prices of us-east-1. A resource whose type or size has no
 * price here, or whose size is only known once it is made, is named as unknown and not guessed. Pure.
 */
export function idleCostOf(template: unknown): IdleCost {
  const items: IdleCostItem[] = [];
  const unknown: IdleCost["unknown"] = [];
  for (const [logicalId, { Type, Properties: properties }] of resourcesOf(template)) {
    const resourceType = typeof Type === "string" ? Type : "";
    const price = idlePrices[resourceType];
    const found = price === undefined ? null : price(isRecord(properties) ? properties : {});
    if (found === "free" || (price === undefined && isFreeWhileIdle(resourceType))) continue;
    if (found === null || found === "unknown") unknown.push({ logicalId, resourceType });
    else items.push({ logicalId, resourceType, perDay: round(found.perHour * hoursPerDay), what: found.what });
  }
  return { perDay: round(items.reduce((sum, { perDay }) => sum + perDay, 0)), items: items.toSorted((a, b) => b.perDay - a.perDay), unknown };
}

function resourcesOf(template: unknown): [string, Resource][] {
  const resources = isRecord(template) ? template["Resources"] : null;
  return isRecord(resources) ? Object.entries(resources).map(([id, resource]) => [id, isRecord(resource) ? resource : {}]) : [];
}

function isRecord(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** To a hundredth of a cent. */
function round(dollars: number): number {
  return Math.round(dollars * 10_000) / 10_000;
}
