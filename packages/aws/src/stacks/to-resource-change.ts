import type { ResourceChange as AwsResourceChange, ResourceChangeDetail } from "@aws-sdk/client-cloudformation";
import { assessRisk, type PolicyOnLoss } from "@windlass/cloudformation/change-risk";
import type { ResourceChange } from "@windlass/contracts/plan";

type Property = ResourceChange["properties"][number];
type Recreation = Property["requiresRecreation"];

/** A policy document or a body fits; a plan with hundreds of changes stays readable. */
const longestValue = 4_000;

/** Turns one change as CloudFormation describes it into the contract's. */
export function toResourceChange(change: AwsResourceChange): ResourceChange {
  const resourceType = change.ResourceType ?? "";
  const replacement = toReplacement(change);
  const action = toAction(change, replacement);
  const onLoss = toPolicyOnLoss(change);
  return {
    logicalId: change.LogicalResourceId ?? "",
    physicalId: change.PhysicalResourceId ? change.PhysicalResourceId : null,
    resourceType,
    action,
    replacement,
    ...assessRisk({ resourceType, action, replacement, ...(onLoss ? { onLoss } : {}) }),
    properties: action === "change" || action === "replace" ? mergeByPath((change.Details ?? []).flatMap(toProperty)) : [],
  };
}

function toReplacement(change: AwsResourceChange): ResourceChange["replacement"] {
  if (change.Replacement === "True") return "yes";
  return change.Replacement === "Conditional" || change.Action === "Dynamic" ? "maybe" : "no";
}

function toAction(change: AwsResourceChange, replacement: ResourceChange["replacement"]): ResourceChange["action"] {
  switch (change.Action) {
    case "Add":
      return "add";
    case "Remove":
      return "remove";
    case "Import":
      return "import";
    default:
      return replacement === "yes" ? "replace" : "change";
  }
}

function toPolicyOnLoss(change: AwsResourceChange): PolicyOnLoss | null {
  switch (change.PolicyAction) {
    case "Retain":
    case "ReplaceAndRetain":
      return "retain";
    case "Snapshot":
    case "ReplaceAndSnapshot":
      return "snapshot";
    case "Delete":
    case "ReplaceAndDelete":
      return "delete";
    default:
      return null;
  }
}

function toProperty(detail: ResourceChangeDetail): Property[] {
  const target = detail.Target;
  if (!target) return [];
  const path = target.Path ? target.Path.replace(/^\//, "").replaceAll("/", ".") : [target.Attribute, target.Name].filter(Boolean).join(".");
  return [
    {
      path,
      requiresRecreation: toRecreation(target.RequiresRecreation),
      before: shorten(target.BeforeValue),
      after: shorten(target.AfterValue),
    },
  ];
}

function toRecreation(value: string | undefined): Recreation {
  if (value === "Always") return "always";
  return value === "Conditionally" ? "maybe" : "never";
}

function shorten(value: string | undefined): string | null {
  if (value === undefined) return null;
  return value.length <= longestValue ? value : `${value.slice(0, longestValue)}…`;
}

const graver: Record<Recreation, number> = { never: 0, maybe: 1, always: 2 };

/** CloudFormation names a property once for each thing that changes it; the gravest counts. */
function mergeByPath(properties: readonly Property[]): Property[] {
  const merged = new Map<string, Property>();
  for (const property of properties) {
    const seen = merged.get(property.path);
    if (!seen) merged.set(property.path, property);
    else {
      const recreation = graver[property.requiresRecreation] > graver[seen.requiresRecreation] ? property.requiresRecreation : seen.requiresRecreation;
      merged.set(property.path, {
        path: seen.path,
        requiresRecreation: recreation,
        before: seen.before ?? property.before,
        after: seen.after ?? property.after,
      });
    }
  }
  return [...merged.values()];
}
