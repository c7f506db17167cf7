import { isIntrinsic, readGetAtt } from "./intrinsics.js";
import { isJsonObject, type Json, type Resource } from "./template.js";

/** One mention of a logical id, a parameter or a pseudo parameter. `path` leads to it inside the value that was searched. */
export type Reference = {
  name: string;
  kind: "Ref" | "Fn::GetAtt" | "Fn::Sub" | "DependsOn";
  /** Of `Fn::GetAtt`, and of `Fn::Sub` in its dotted form. */
  attribute: string | null;
  path: (string | number)[];
};

/** `${name}` and `${name.attribute}` in the text of a `Fn::Sub`, without the escape `${!…}`. */
export const subPattern = /\$\{([^!{}][^{}]*)\}/g;

/** Every mention of something in a value, in the order of the value; `DependsOn` of a resource is one too. */
export function referencesOfResource(resource: Resource): Reference[] {
  const { DependsOn: dependsOn = [], ...rest } = resource;
  const names = [dependsOn].flat().filter((name) => typeof name === "string");
  return [...referencesOf(rest), ...names.map((name): Reference => ({ name, kind: "DependsOn", attribute: null, path: ["DependsOn"] }))];
}

/** Every `Ref`, `Fn::GetAtt` and variable of a `Fn::Sub` in a value, pseudo parameters among them. */
export function referencesOf(value: Json | undefined): Reference[] {
  const found: Reference[] = [];
  const visit = (node: Json | undefined, path: (string | number)[]): void => {
    if (Array.isArray(node)) return node.forEach((item, index) => visit(item, [...path, index]));
    if (!isJsonObject(node)) return;
    if (isIntrinsic(node)) {
      const direct = directReference(node);
      if (direct) return void found.push({ ...direct, path });
      found.push(...subReferences(node["Fn::Sub"]).map((reference) => ({ ...reference, path })));
    }
    for (const [key, item] of Object.entries(node)) if (typeof item === "object") visit(item, [...path, key]);
  };
  visit(value, []);
  return found;
}

type Named = Omit<Reference, "path">;

function directReference(node: Record<string, Json | undefined>): Named | null {
  if (typeof node["Ref"] === "string") return { name: node["Ref"], kind: "Ref", attribute: null };
  const target = readGetAtt(node);
  return target && { name: target.logicalId, kind: "Fn::GetAtt", attribute: target.attribute };
}

function subReferences(value: Json | undefined): Named[] {
  const [text, own] = Array.isArray(value) ? value : [value];
  if (typeof text !== "string") return [];
  const defined = new Set(isJsonObject(own) ? Object.keys(own) : []);
  return Array.from(text.matchAll(subPattern), ([, variable = ""]): Named => {
    const dot = variable.indexOf(".");
    return dot < 0 ? { name: variable, kind: "Fn::Sub", attribute: null } : { name: variable.slice(0, dot), kind: "Fn::Sub", attribute: variable.slice(dot + 1) };
  }).filter(({ name }) => !defined.has(name));
}
