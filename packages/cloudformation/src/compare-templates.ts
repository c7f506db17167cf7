import { assessRisk, type PolicyOnLoss } from "./change-risk.js";
import { recreationBy } from "./create-only.js";
import { changesOf, type JsonChange } from "./json-changes.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";
import { withoutHashes } from "./without-hashes.js";

/** A changed value of a resource; `path` is below the resource (`Properties.MemorySize`, `DependsOn[0]`). */
export type PropertyDifference = { path: string; before: Json | undefined; after: Json | undefined; requiresRecreation: "never" | "maybe" | "always" };

export type ResourceDifference = {
  /** As the newer template has it, or the older where it is removed. A hash at its end is `#`. */
  logicalId: string;
  type: string;
  action: "add" | "change" | "replace" | "remove";
  stateful: boolean;
  risk: "none" | "low" | "medium" | "high";
  properties: PropertyDifference[];
};

/** A changed member of another section, such as `Outputs.Url` or `Parameters.Size`. */
export type OtherDifference = { path: string; before: Json | undefined; after: Json | undefined };

export type TemplateComparison = {
  /** In the order of the newer template; what is removed comes last. */
  resources: ResourceDifference[];
  others: OtherDifference[];
  counts: Record<"added" | "changed" | "replaced" | "removed", number>;
};

const namedActions = { added: "add", changed: "change", replaced: "replace", removed: "remove" } as const;

/**
 * What a deployment of `after` would change where `before` is deployed, property by property. Hashes in ids, and where code is
 * stored, do not count.
 */
export function compareTemplates(before: JsonObject, after: JsonObject): TemplateComparison {
  const [old, fresh] = [withoutHashes(before), withoutHashes(after)];
  const [oldResources, freshResources] = [resourcesOf(old), resourcesOf(fresh)];
  const ids = new Set([...Object.keys(freshResources), ...Object.keys(oldResources)]);
  const resources = Array.from(ids, (id) => compareResource(id, oldResources[id], freshResources[id])).filter((difference) => difference !== null);
  const count = (action: ResourceDifference["action"]): number => resources.filter((difference) => difference.action === action).length;
  return {
    resources,
    others: otherChanges(old, fresh),
    counts: { added: count(namedActions.added), changed: count(namedActions.changed), replaced: count(namedActions.replaced), removed: count(namedActions.removed) },
  };
}

/** Whether two templates differ in anything but hashes. */
export function isSame({ resources, others }: TemplateComparison): boolean {
  return resources.length === 0 && others.length === 0;
}

function resourcesOf(template: JsonObject): Record<string, JsonObject> {
  const resources = isJsonObject(template["Resources"]) ? template["Resources"] : {};
  return Object.fromEntries(Object.entries(resources).flatMap(([id, resource]) => (isJsonObject(resource) ? [[id, resource]] : [])));
}

function compareResource(logicalId: string, before: JsonObject | undefined, after: JsonObject | undefined): ResourceDifference | null {
  const type = String((after ?? before)?.["Type"]);
  if (!before || !after) return differenceOf({ logicalId, type, action: before ? "remove" : "add", properties: [] }, before);
  const properties = changesOf(before, after).map((change): PropertyDifference => ({
    path: formatChangePath(change.path),
    before: change.before,
    after: change.after,
    requiresRecreation: recreationOf(type, change.path),
  }));
  if (properties.length === 0) return null;
  const isReplaced = properties.some(({ requiresRecreation }) => requiresRecreation === "always");
  return differenceOf({ logicalId, type, action: isReplaced ? "replace" : "change", properties }, before);
}

function recreationOf(type: string, [section, property]: JsonChange["path"]): PropertyDifference["requiresRecreation"] {
  if (section === "Type") return "always";
  return section === "Properties" && typeof property === "string" ? recreationBy(type, property) : "never";
}

function differenceOf(difference: Omit<ResourceDifference, "stateful" | "risk">, before: JsonObject | undefined): ResourceDifference {
  const { type: resourceType, action, properties } = difference;
  const isUncertain = properties.some(({ requiresRecreation }) => requiresRecreation === "maybe");
  const replacement = action === "replace" ? "yes" : action === "change" && isUncertain ? "maybe" : "no";
  return { ...difference, ...assessRisk({ resourceType, action, replacement, ...onLoss(before, action) }) };
}

function onLoss(before: JsonObject | undefined, action: ResourceDifference["action"]): { onLoss?: PolicyOnLoss } {
  const policy = before?.[action === "remove" ? "DeletionPolicy" : "UpdateReplacePolicy"];
  return policy === "Retain" ? { onLoss: "retain" } : policy === "Snapshot" ? { onLoss: "snapshot" } : {};
}

function otherChanges(before: JsonObject, after: JsonObject): OtherDifference[] {
  const { Resources: _old, ...oldSections } = before;
  const { Resources: _fresh, ...freshSections } = after;
  return changesOf(oldSections, freshSections).map((change) => ({ ...change, path: formatChangePath(change.path) }));
}

function formatChangePath(path: JsonChange["path"]): string {
  return path.map((key, index) => (typeof key === "number" ? `[${key}]` : index === 0 ? key : `.${key}`)).join("");
}
