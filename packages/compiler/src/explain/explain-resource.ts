import { referencesOf, referencesOfResource, type Reference } from "@windlass/cloudformation/references";
import { isJsonObject, type Resource, type Template } from "@windlass/cloudformation/template";
import type { Compiled } from "../compile-input.js";
import { formatPath } from "../path.js";
import { suggest } from "../suggest.js";
import type { Explanation, Tie } from "./explanation.js";
import { findSources } from "./find-sources.js";
import { ownReason, reasons } from "./reasons.js";

/**
 * Says where a resource of a compiled template is from and what it is tied to. The beginning of an id is enough where only
 * one begins so: ids that end in a hash are known to nobody.
 * @returns the ids that were most likely meant, best first, when there is no such resource.
 */
export function explainResource(compiled: Compiled, asked: string): Explanation | { near: string[] } {
  const { whole: template, trace } = compiled;
  const ids = Object.keys(template.Resources);
  const starting = ids.filter((id) => id.startsWith(asked));
  const logicalId = ids.includes(asked) ? asked : asked !== "" && starting.length === 1 ? starting[0] : undefined;
  const resource = logicalId === undefined ? undefined : template.Resources[logicalId];
  if (logicalId === undefined || !resource) return { near: nearIds(asked, ids) };
  return {
    logicalId,
    type: resource.Type,
    why: reasonOf(compiled, logicalId, resource),
    stack: trace.placement.get(logicalId) ?? null,
    sources: findSources(compiled, logicalId, resource),
    dependsOn: referencesOfResource(resource).filter(({ name }) => !name.includes("::")).map((reference) => tie(template, reference.name, reference)),
    referencedBy: findMentions(template, logicalId),
    resource,
  };
}

const maxNear = 5;

function nearIds(asked: string, ids: string[]): string[] {
  const word = asked.toLowerCase();
  const near = suggest(asked, ids);
  const alike = word === "" ? [] : ids.filter((id) => id.toLowerCase().includes(word));
  return Array.from(new Set([...(near === null ? [] : [near]), ...alike])).slice(0, maxNear);
}

function reasonOf({ trace }: Compiled, logicalId: string, { Type: type }: Resource): string {
  const [first] = trace.origins.get(logicalId) ?? [];
  const isOwn = first?.phase === "resources" && first.how === "made";
  return isOwn ? ownReason : (reasons[type] ?? ownReason);
}

function tie({ Resources: resources }: Template, logicalId: string, { kind, path }: Reference): Tie {
  return { logicalId, type: resources[logicalId]?.Type ?? null, kind, at: formatPath(path) };
}

/** Everything in a template that refers to one resource: other resources, and outputs (as `Outputs.Name`). */
function findMentions(template: Template, target: string): Tie[] {
  const ofResources = Object.entries(template.Resources).flatMap(([id, resource]) =>
    referencesOfResource(resource).filter(({ name }) => name === target).map((reference) => tie(template, id, reference)),
  );
  const ofOutputs = Object.entries(template.Outputs).flatMap(([name, output]) =>
    (isJsonObject(output) ? referencesOf(output) : []).filter((reference) => reference.name === target).map((reference) => tie(template, `Outputs.${name}`, reference)),
  );
  return [...ofResources, ...ofOutputs];
}
