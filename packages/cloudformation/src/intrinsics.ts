import { isJsonObject, type Json, type JsonObject } from "./template.js";

/** `{ Ref: name }`. */
export function ref(name: string): JsonObject {
  return { Ref: name };
}

/** `{ "Fn::GetAtt": [logicalId, attribute] }`. */
export function getAtt(logicalId: string, attribute: string): JsonObject {
  return { "Fn::GetAtt": [logicalId, attribute] };
}

/** `{ "Fn::Join": [delimiter, parts] }`. */
export function join(delimiter: string, parts: Json[]): JsonObject {
  return { "Fn::Join": [delimiter, parts] };
}

/** `{ "Fn::Sub": text }`. */
export function sub(text: string): JsonObject {
  return { "Fn::Sub": text };
}

/** Whether a value is one call of an intrinsic function (`Ref`, `Condition` or `Fn::…`) and nothing else. */
export function isIntrinsic(value: unknown): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const keys = Object.keys(value);
  const name = keys[0];
  return keys.length === 1 && name !== undefined && (name === "Ref" || name === "Condition" || name.startsWith("Fn::"));
}

/** The logical id and attribute that a `Fn::GetAtt` names, in its list or its dotted form; null for anything else. */
export function readGetAtt(value: Json | undefined): { logicalId: string; attribute: string } | null {
  if (!isJsonObject(value)) return null;
  const target = value["Fn::GetAtt"];
  if (typeof target === "string") {
    const dot = target.indexOf(".");
    return dot < 0 ? null : { logicalId: target.slice(0, dot), attribute: target.slice(dot + 1) };
  }
  if (!Array.isArray(target)) return null;
  const [logicalId, attribute] = target;
  return typeof logicalId === "string" && typeof attribute === "string" ? { logicalId, attribute } : null;
}

const substitution = /\$\{([^!}][^}]*)\}/g;

/** Names that a `Fn::Sub` text refers to, without those it defines itself; `A.B` counts as `A`. */
function namesInSub(value: Json): string[] {
  const [text, own] = Array.isArray(value) ? value : [value];
  if (typeof text !== "string") return [];
  const defined = new Set(isJsonObject(own) ? Object.keys(own) : []);
  return Array.from(text.matchAll(substitution), (match) => (match[1] ?? "").split(".")[0] ?? "").filter(
    (name) => name !== "" && !defined.has(name),
  );
}

/** Every logical id or parameter that a value refers to by `Ref`, `Fn::GetAtt` or `Fn::Sub`; pseudo parameters are left out. */
export function findReferences(value: Json | undefined): Set<string> {
  const found = new Set<string>();
  const visit = (node: Json | undefined): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isJsonObject(node)) return;
    if (typeof node["Ref"] === "string") found.add(node["Ref"]);
    const target = readGetAtt(node);
    if (target) found.add(target.logicalId);
    const text = node["Fn::Sub"];
    if (text !== undefined) for (const name of namesInSub(text)) found.add(name);
    Object.values(node).forEach(visit);
  };
  visit(value);
  for (const name of found) if (name.includes("::")) found.delete(name);
  return found;
}
