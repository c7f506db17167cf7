import { readGetAtt } from "./intrinsics.js";
import { subPattern } from "./references.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";

/** What a template refers to: a logical id or a parameter, and the attribute, null for its `Ref`. */
export type Target = { name: string; attribute: string | null };

/** What stands for it elsewhere: a call of an intrinsic function, and the same as a variable of `Fn::Sub`. */
export type Replacement = { value: JsonObject; variable: string };

/** A copy of a value in which references are others; null leaves one as it is. `DependsOn` is no value: it is not looked at. */
export function rewriteReferences(value: Json, replace: (target: Target) => Replacement | null): Json {
  const visit = (node: Json | undefined): Json => {
    if (Array.isArray(node)) return node.map(visit);
    if (!isJsonObject(node)) return node ?? null;
    const direct = replaceDirect(node, replace);
    if (direct) return direct;
    return Object.fromEntries(
      Object.entries(node).flatMap(([key, item]) => (item === undefined ? [] : [[key, key === "Fn::Sub" ? replaceInSub(item, replace, visit) : visit(item)]])),
    );
  };
  return visit(value);
}

function replaceDirect(node: JsonObject, replace: (target: Target) => Replacement | null): JsonObject | null {
  if (Object.keys(node).length !== 1) return null;
  if (typeof node["Ref"] === "string") return replace({ name: node["Ref"], attribute: null })?.value ?? null;
  const target = readGetAtt(node);
  return target && (replace({ name: target.logicalId, attribute: target.attribute })?.value ?? null);
}

function replaceInSub(value: Json, replace: (target: Target) => Replacement | null, visit: (node: Json) => Json): Json {
  const [text, own] = Array.isArray(value) ? value : [value];
  if (typeof text !== "string") return visit(value);
  const defined = isJsonObject(own) ? own : {};
  const replaced = text.replaceAll(subPattern, (whole, variable: string) => {
    const dot = variable.indexOf(".");
    const target = dot < 0 ? { name: variable, attribute: null } : { name: variable.slice(0, dot), attribute: variable.slice(dot + 1) };
    const replacement = Object.hasOwn(defined, variable) ? null : replace(target);
    return replacement ? `\${${replacement.variable}}` : whole;
  });
  return Array.isArray(value) ? [replaced, ...value.slice(1).map(visit)] : replaced;
}
