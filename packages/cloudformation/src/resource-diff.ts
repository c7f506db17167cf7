import type { ResourceChange } from "@windlass/contracts/plan";
import { assessRisk, isDisposable, type PolicyOnLoss } from "./change-risk.js";
import { createOnlyProperties } from "./create-only-properties.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";
import { diffValues, type ValueDifference, type ValuePath } from "./value-diff.js";

export type PropertyChange = {
  /** Below `Properties` where it is there, else below the resource: `MemorySize`, `Tags[0].Value`, `DeletionPolicy`. */
  path: string;
  before: Json | undefined;
  after: Json | undefined;
  requiresRecreation: ResourceChange["properties"][number]["requiresRecreation"];
};

/** What becomes of one resource between two templates, as far as the templates tell. */
export type ResourceDifference = Pick<ResourceChange, "logicalId" | "resourceType" | "action" | "replacement" | "stateful" | "risk"> & {
  /** Made anew with every release, and nothing that anybody would miss. */
  disposable: boolean;
  properties: PropertyChange[];
};

/**
 * Compares two templates resource by resource, and says for each change whether CloudFormation will replace the
 * resource: by AWS's lists of properties that cannot change in place; for a type that is not in them, it may.
 */
export function diffResources(before: JsonObject, after: JsonObject): ResourceDifference[] {
  const [one, other] = [resourcesOf(before), resourcesOf(after)];
  const ids = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();
  return ids.flatMap((id) => differenceOf(id, one[id], other[id]) ?? []);
}

function resourcesOf(template: JsonObject): Record<string, JsonObject> {
  const resources = template["Resources"];
  if (!isJsonObject(resources)) return {};
  return Object.fromEntries(Object.entries(resources).flatMap(([id, resource]) => (isJsonObject(resource) ? [[id, resource]] : [])));
}

function differenceOf(logicalId: string, before: JsonObject | undefined, after: JsonObject | undefined): ResourceDifference | null {
  const type = (after ?? before)?.["Type"];
  const resourceType = typeof type === "string" ? type : "";
  const build = (action: ResourceDifference["action"], replacement: ResourceDifference["replacement"], properties: PropertyChange[] = []) => {
    const onLoss = policyOnLoss(action === "remove" ? before?.["DeletionPolicy"] : after?.["UpdateReplacePolicy"]);
    const risk = assessRisk({ resourceType, action, replacement, ...(onLoss !== null && { onLoss }) });
    return { logicalId, resourceType, action, replacement, ...risk, disposable: isDisposable(resourceType), properties };
  };
  if (before === undefined) return build("add", "no");
  if (after === undefined) return build("remove", "no");
  const properties = diffValues(before, after).map((difference) => toPropertyChange(resourceType, difference));
  if (properties.length === 0) return null;
  if (properties.some(({ requiresRecreation }) => requiresRecreation === "always")) return build("replace", "yes", properties);
  return build("change", properties.some(({ requiresRecreation }) => requiresRecreation === "maybe") ? "maybe" : "no", properties);
}

function policyOnLoss(policy: Json | undefined): PolicyOnLoss | null {
  if (policy === "Retain" || policy === "RetainExceptOnCreate") return "retain";
  if (policy === "Snapshot") return "snapshot";
  return policy === "Delete" ? "delete" : null;
}

function toPropertyChange(resourceType: string, { before, after }: ValueDifference): PropertyChange {
  const path = after?.path ?? before?.path ?? [];
  const [section, ...rest] = path;
  const below = section === "Properties" && rest.length > 0;
  return {
    path: pathText(below ? rest : path),
    before: before?.value,
    after: after?.value,
    requiresRecreation: below ? recreationOf(resourceType, rest) : section === "Type" ? "always" : "never",
  };
}

function recreationOf(resourceType: string, path: ValuePath): PropertyChange["requiresRecreation"] {
  const createOnly = createOnlyProperties(resourceType);
  if (createOnly === null) return resourceType.startsWith("AWS::") ? "maybe" : "never";
  const names = path.filter((key) => typeof key === "string");
  const prefixes = names.map((_, index) => names.slice(0, index + 1).join("."));
  const named = prefixes.map((prefix) => createOnly.get(prefix));
  if (named.includes("always")) return "always";
  return named.includes("maybe") ? "maybe" : "never";
}

/** `Tags[0].Value` */
function pathText(path: ValuePath): string {
  return path.reduce<string>((text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`), "");
}
