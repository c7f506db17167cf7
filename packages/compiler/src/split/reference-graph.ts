import { referencesOf, referencesOfResource, type Reference } from "@windlass/cloudformation/references";
import { isJsonObject, type Json, type Template } from "@windlass/cloudformation/template";

/** Who refers to whom inside a template. */
export type ReferenceGraph = {
  /** Resources that each resource refers to or waits for. */
  targets: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values that each resource takes from others, as `Id` or `Id.Attribute`: parameters of a stack that they are not in. */
  uses: ReadonlyMap<string, ReadonlySet<string>>;
  /** How many values of each resource others take. */
  usedAttributes: ReadonlyMap<string, number>;
  /** Resources that cannot be moved, because CloudFormation passes only texts and lists of texts that are known before. */
  fixed: ReadonlySet<string>;
};

/** Attributes whose value is a list: a nested stack takes and gives texts only. */
const listAttributes: ReadonlySet<string> = new Set(["CidrBlockAssociations", "DnsEntries", "Ipv6CidrBlocks", "NameServers", "NetworkInterfaceIds", "SecondaryPrivateIpAddresses"]);

export function readReferences({ Resources: resources, Outputs: outputs }: Template): ReferenceGraph {
  const targets = new Map<string, Set<string>>();
  const uses = new Map<string, Set<string>>();
  const attributes = new Map<string, Set<string>>();
  const fixed = new Set<string>();
  const use = ({ name, attribute }: Reference): void => void attributes.set(name, (attributes.get(name) ?? new Set()).add(attribute ?? ""));
  for (const [id, resource] of Object.entries(resources)) {
    const references = referencesOfResource(resource);
    targets.set(id, new Set(references.map(({ name }) => name).filter((name) => name !== id && Object.hasOwn(resources, name))));
    const values = references.filter(({ kind, name }) => kind !== "DependsOn" && name !== id);
    uses.set(id, new Set(values.map(({ name, attribute }) => (attribute === null ? name : `${name}.${attribute}`))));
    values.forEach(use);
    for (const { name, attribute } of values) if (attribute !== null && listAttributes.has(attribute)) [id, name].forEach((one) => fixed.add(one));
    for (const name of computedTargets(resource.Properties)) [id, name].forEach((one) => fixed.add(one));
  }
  for (const output of Object.values(outputs)) if (isJsonObject(output)) referencesOf(output).forEach(use);
  return { targets, uses, usedAttributes: new Map(Array.from(attributes, ([id, names]) => [id, names.size])), fixed };
}

/** Resources that a `Fn::GetAtt` names whose attribute is worked out: it cannot lead into another stack. */
function computedTargets(value: Json | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(computedTargets);
  if (!isJsonObject(value)) return [];
  const target = value["Fn::GetAtt"];
  const own = Array.isArray(target) && typeof target[0] === "string" && typeof target[1] === "object" ? [target[0]] : [];
  return [...own, ...Object.values(value).flatMap(computedTargets)];
}
