import { isJsonObject, type Json, type Template } from "@windlass/cloudformation/template";
import type { GuardFailure } from "./cfn-guard/read-report.js";
import type { GuardRule } from "./pack.js";
import { runtimes } from "./runtimes.js";

/** What a failure is about, in words. Values of the template are never quoted: they may be the secrets that were found. */
export interface FailureDescription {
  logicalId: string | null;
  resourceType: string | null;
  message: string;
}

export function describeFailure(failure: GuardFailure, rule: GuardRule, template: Template): FailureDescription {
  const [, section, logicalId, ...rest] = failure.path.split("/");
  const resource = section === "Resources" && logicalId !== undefined ? template.Resources[logicalId] : undefined;
  if (resource === undefined || logicalId === undefined) {
    return { logicalId: null, resourceType: null, message: `The template ${failure.says}.` };
  }
  const says = describeRuntime(rule, valueAt(template, failure.path)) ?? failure.says;
  const property = rest.slice(rest[0] === "Properties" ? 1 : 0).join(".");
  return {
    logicalId,
    resourceType: resource.Type,
    message: `${logicalId} ${says}${property === "" ? "" : ` (${property})`}.`,
  };
}

/** For rules about runtimes: which one, and AWS's dates. A runtime's identifier is no secret. */
function describeRuntime(rule: GuardRule, value: Json | undefined): string | undefined {
  if (rule.rule !== "unsupported-runtime" && rule.rule !== "deprecated-runtime") return undefined;
  if (typeof value !== "string") return undefined;
  const runtime = runtimes.get(value);
  if (runtime === undefined) return undefined;
  const dates = [
    `security patches end ${runtime.deprecated}`,
    ...(runtime.createBlocked === null ? [] : [`no new functions from ${runtime.createBlocked}`]),
    ...(runtime.updateBlocked === null ? [] : [`no updates from ${runtime.updateBlocked}`]),
  ].join(", ");
  const successor = runtime.successor === null ? "" : `; its successor is ${runtime.successor}`;
  return `uses the runtime ${value}: ${dates}${successor}`;
}

function valueAt(template: Template, pointer: string): Json | undefined {
  let value: Json | undefined = { Resources: { ...template.Resources } };
  for (const key of pointer.split("/").slice(1)) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isJsonObject(value) ? value[key] : undefined;
  }
  return value;
}
