import { compareTemplates, isSame, type OtherDifference, type TemplateComparison } from "@windlass/cloudformation/compare-templates";
import type { ResourceDifference } from "@windlass/cloudformation/resource-diff";
import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import { shortIds } from "@windlass/cloudformation/without-hashes";
import type { SourcePlace } from "@windlass/contracts/error";
import type { Compiled } from "../compile-input.js";

/** A difference of a resource, and the place of the config that made the resource; null for one that is no longer made. */
export type LocatedDifference = ResourceDifference & { place: SourcePlace | null };

/** What the compiled template would change where another one is deployed. */
export type Difference = { same: boolean; counts: TemplateComparison["counts"]; resources: LocatedDifference[]; others: OtherDifference[] };

/**
 * Compares a compiled template with another: the text of a template in JSON, or what `aws cloudformation get-template` prints.
 * @throws SyntaxError when the text is not JSON, TypeError when it is no template.
 */
export function diffWith(compiled: Compiled, otherText: string): Difference {
  const { template } = compiled;
  const comparison = compareTemplates(readTemplate(otherText), { ...template });
  const short = shortIds({ ...template });
  const places = new Map(Object.entries(compiled.sourceMap).map(([id, place]) => [short.get(id) ?? id, place] as const));
  return {
    same: isSame(comparison),
    counts: comparison.counts,
    resources: comparison.resources.map((difference) => ({ ...difference, place: places.get(difference.logicalId) ?? null })),
    others: comparison.others,
  };
}

function readTemplate(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  const body = isJsonObject(value) && "TemplateBody" in value ? value["TemplateBody"] : value;
  const template: unknown = typeof body === "string" ? JSON.parse(body) : body;
  if (!isJsonObject(template) || !isJsonObject(template["Resources"])) throw new TypeError("A template needs an object of Resources.");
  return template;
}
