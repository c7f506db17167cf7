import { readGetAtt } from "./intrinsics.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";

/** Values of pseudo parameters and parameters, by name. */
export type KnownValues = Readonly<Record<string, string>>;

const substitution = /\$\{(!?)([^}]*)\}/g;

/**
 * What a value of a template comes to, as one line: literals, known values, `Fn::Join` and `Fn::Sub` are written out. What only AWS
 * knows stays as `${Table.Arn}`, or as JSON, so that two values with the same text come to the same.
 */
export function resolveText(value: Json | undefined, known: KnownValues): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map((item) => resolveText(item, known)).join(", ");
  return resolveIntrinsic(value, known) ?? JSON.stringify(value);
}

/** Whether a resolved text has parts that only AWS knows. */
export function isOpen(text: string): boolean {
  return text.includes("${") || text.includes("{\"");
}

function resolveIntrinsic(value: JsonObject, known: KnownValues): string | null {
  const name = value["Ref"];
  if (typeof name === "string") return valueOf(name, known);
  const target = readGetAtt(value);
  if (target) return `\${${target.logicalId}.${target.attribute}}`;
  const joined = value["Fn::Join"];
  if (Array.isArray(joined)) return joinText(joined, known);
  const text = value["Fn::Sub"];
  return text === undefined ? null : subText(text, known);
}

function valueOf(name: string, known: KnownValues): string {
  return known[name] ?? `\${${name}}`;
}

function joinText([delimiter, parts]: readonly Json[], known: KnownValues): string | null {
  if (typeof delimiter !== "string" || !Array.isArray(parts)) return null;
  return parts.map((part) => resolveText(part, known)).join(delimiter);
}

function subText(value: Json, known: KnownValues): string | null {
  const [text, own] = Array.isArray(value) ? value : [value];
  if (typeof text !== "string") return null;
  const values = isJsonObject(own) ? own : {};
  return text.replaceAll(substitution, (_match, literal: string, name: string) => {
    if (literal !== "") return `\${${name}}`;
    return Object.hasOwn(values, name) ? resolveText(values[name], known) : valueOf(name, known);
  });
}
