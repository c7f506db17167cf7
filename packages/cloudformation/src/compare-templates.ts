import { diffResources, type ResourceDifference } from "./resource-diff.js";
import type { Json, JsonObject } from "./template.js";
import { diffValues } from "./value-diff.js";
import { withoutHashes } from "./without-hashes.js";

/** A changed member of a section other than the resources, such as `Outputs.Url.Value`; undefined on the side that has none. */
export type OtherDifference = { path: string; before: Json | undefined; after: Json | undefined };

export type TemplateComparison = {
  /** By logical id; a hash or time at the end of one is `#`. */
  resources: ResourceDifference[];
  others: OtherDifference[];
  counts: Record<"added" | "changed" | "replaced" | "removed", number>;
};

/**
 * What a deployment of `after` would change where `before` is deployed, property by property. Hashes in ids, and where code is
 * stored, do not count; neither does whether a number or a boolean is written as a text, which CloudFormation reads alike.
 */
export function compareTemplates(before: JsonObject, after: JsonObject): TemplateComparison {
  const [old, fresh] = [withoutHashes(before), withoutHashes(after)];
  const resources = diffResources(old, fresh).flatMap(withoutSpelling);
  const count = (action: ResourceDifference["action"]): number => resources.filter((difference) => difference.action === action).length;
  return {
    resources,
    others: otherChanges(old, fresh),
    counts: { added: count("add"), changed: count("change"), replaced: count("replace"), removed: count("remove") },
  };
}

/** Whether two templates differ in nothing that counts. */
export function isSame({ resources, others }: TemplateComparison): boolean {
  return resources.length === 0 && others.length === 0;
}

/** A resource whose values are all spelled differently only has not changed; of others, such properties are left out. */
function withoutSpelling(difference: ResourceDifference): ResourceDifference[] {
  if (difference.action !== "change") return [difference];
  const properties = difference.properties.filter(({ before, after }) => !isSpelledAlike(before, after));
  return properties.length === 0 ? [] : [{ ...difference, properties }];
}

function isScalar(value: Json | undefined): value is string | number | boolean {
  return value !== null && value !== undefined && typeof value !== "object";
}

function isSpelledAlike(before: Json | undefined, after: Json | undefined): boolean {
  return isScalar(before) && isScalar(after) && String(before) === String(after);
}

function otherChanges(before: JsonObject, after: JsonObject): OtherDifference[] {
  const { Resources: _old, ...oldSections } = before;
  const { Resources: _fresh, ...freshSections } = after;
  return diffValues(oldSections, freshSections).flatMap(({ before: one, after: other }) => {
    const path = (other ?? one)?.path ?? [];
    return isSpelledAlike(one?.value, other?.value) ? [] : [{ path: path.join("."), before: one?.value, after: other?.value }];
  });
}
