import { findReferences } from "./intrinsics.js";
import { outputsOf, type DeployedExport } from "./export-changes.js";
import { isJsonObject, type Json, type JsonObject, type Template } from "./template.js";

export type KeptExports = {
  template: Template;
  /** Logical ids of resources that stay because a kept export names them. */
  resources: string[];
  /** Names that the deployed stack does not export. */
  unknown: string[];
};

/**
 * A copy of a new template that still has the named exports as they are deployed, with the resources, parameters and conditions
 * that they need. So the stacks that import them can be deployed first.
 */
export function keepExports(fresh: Template, deployed: { template: JsonObject; exports: readonly DeployedExport[] }, names: readonly string[]): KeptExports {
  const kept = structuredClone(fresh);
  const found = deployed.exports.filter(({ name }) => names.includes(name));
  const resources = new Set<string>();
  for (const { outputKey, name } of found) {
    const output = outputsOf(deployed.template)[outputKey];
    if (!output) continue;
    // A name as AWS has it: what it was made of may have changed.
    Object.assign(kept.Outputs, { [outputKey]: { ...structuredClone(output), Export: { Name: name } } });
    bring(output, kept, { from: deployed.template, resources });
  }
  return { template: kept, resources: [...resources].toSorted(), unknown: names.filter((name) => !found.some((each) => each.name === name)) };
}

type Source = { from: JsonObject; resources: Set<string> };

/** Brings what a value needs and the new template lacks, and what that needs in turn. */
function bring(value: JsonObject, kept: Template, source: Source): void {
  for (const name of needs(value)) {
    if (name in kept.Resources || name in (kept.Parameters ?? {}) || name in (kept.Conditions ?? {})) continue;
    const section = ["Resources", "Parameters", "Conditions"].find((each) => isJsonObject(memberOf(source.from, each)[name]));
    const found = section === undefined ? undefined : memberOf(source.from, section)[name];
    if (section === undefined || !isJsonObject(found)) continue;
    if (section === "Resources") source.resources.add(name);
    Object.assign(kept, { [section]: { ...memberOf(kept, section), [name]: structuredClone(found) } });
    bring(found, kept, source);
  }
}

function memberOf(template: object, section: string): JsonObject {
  const members: unknown = Object.entries(template).find(([name]) => name === section)?.[1];
  return isJsonObject(members) ? members : {};
}

function needs(value: JsonObject): Set<string> {
  const names = findReferences(value);
  for (const name of texts(value["DependsOn"])) names.add(name);
  collectConditions(value, names);
  return names;
}

/** Names of conditions: of a resource or output, in `Fn::If`, and in conditions themselves. */
function collectConditions(value: Json | undefined, names: Set<string>): void {
  if (Array.isArray(value)) value.forEach((item) => collectConditions(item, names));
  if (!isJsonObject(value)) return;
  if (typeof value["Condition"] === "string") names.add(value["Condition"]);
  const choice = value["Fn::If"];
  if (Array.isArray(choice) && typeof choice[0] === "string") names.add(choice[0]);
  Object.values(value).forEach((member) => collectConditions(member, names));
}

function texts(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
