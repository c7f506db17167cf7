import { readGetAtt } from "./intrinsics.js";
import { isJsonObject, type Json } from "./template.js";

/** What a deployed stack tells of the names that its template uses. */
export type KnownNames = {
  /** What `Ref` gives: of a resource, a parameter or a pseudo parameter. */
  ref: (name: string) => string | undefined;
  /** What `Fn::GetAtt` gives. */
  attribute: (logicalId: string, attribute: string) => string | undefined;
};

/** The text that CloudFormation made of a value; undefined where only CloudFormation knows it. */
export function resolveText(value: Json | undefined, names: KnownNames): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!isJsonObject(value) || Object.keys(value).length !== 1) return undefined;
  if (typeof value["Ref"] === "string") return names.ref(value["Ref"]);
  const target = readGetAtt(value);
  if (target) return names.attribute(target.logicalId, target.attribute);
  if (value["Fn::Join"] !== undefined) return resolveJoin(value["Fn::Join"], names);
  if (value["Fn::Sub"] !== undefined) return resolveSub(value["Fn::Sub"], names);
  return undefined;
}

function resolveJoin(value: Json, names: KnownNames): string | undefined {
  if (!Array.isArray(value)) return undefined;
  const [delimiter, parts] = value;
  if (typeof delimiter !== "string" || !Array.isArray(parts)) return undefined;
  const texts = parts.map((part) => resolveText(part, names));
  return texts.every((text) => text !== undefined) ? texts.join(delimiter) : undefined;
}

function resolveSub(value: Json, names: KnownNames): string | undefined {
  const [text, own] = Array.isArray(value) ? value : [value];
  if (typeof text !== "string") return undefined;
  let known = true;
  const resolved = text.replaceAll(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, name: string) => {
    if (literal !== "") return `\${${name}}`;
    const found = resolveName(name, { own, names });
    if (found === undefined) known = false;
    return found ?? "";
  });
  return known ? resolved : undefined;
}

function resolveName(name: string, { own, names }: { own: Json | undefined; names: KnownNames }): string | undefined {
  if (isJsonObject(own) && name in own) return resolveText(own[name], names);
  const dot = name.indexOf(".");
  return dot < 0 ? names.ref(name) : names.attribute(name.slice(0, dot), name.slice(dot + 1));
}
