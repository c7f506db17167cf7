import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";

/** Values in one config. Real ones hold some thousands; aliases of aliases ("billion laughs") reach billions. */
const maxValues = 500_000;
const maxDepth = 200;
/** Characters of all texts together. A text that aliases repeat is one in memory, and many in what is printed of it. */
const maxTextLength = 50_000_000;

/**
 * A copy of a value as JSON would carry it: no shared or circular references, no dates, no functions, no infinities.
 * @throws CompileError `config_too_large` or `config_shape`.
 */
export function toJson(value: unknown, file: string): Json {
  let count = 0;
  let textLength = 0;
  const copy = (node: unknown, depth: number): Json | undefined => {
    if (++count > maxValues) throw tooLarge(`${file} expands to more than ${maxValues} values`);
    if (depth > maxDepth) throw tooLarge(`${file} is nested deeper than ${maxDepth} levels, or refers to itself`);
    if (typeof node === "string") {
      textLength += node.length;
      if (textLength > maxTextLength) throw tooLarge(`${file} expands to more than ${maxTextLength} characters`);
      return node;
    }
    if (node === null || typeof node === "boolean") return node;
    if (typeof node === "number") return Number.isFinite(node) ? node : null;
    if (typeof node !== "object") return undefined;
    if (node instanceof Date) return Number.isNaN(node.getTime()) ? null : node.toISOString();
    if (Array.isArray(node)) return node.map((item) => copy(item, depth + 1) ?? null);
    const result: JsonObject = {};
    for (const key of Object.keys(node)) {
      if (key === "__proto__") throw new CompileError({ code: "config_shape", message: `${file} has a key named "__proto__"`, hint: "Rename the key." });
      const item = copy((node as Record<string, unknown>)[key], depth + 1);
      if (item !== undefined) result[key] = item;
    }
    return result;
  };
  return copy(value, 0) ?? null;
}

function tooLarge(message: string): CompileError {
  return new CompileError({ code: "config_too_large", message });
}
