import type { Json } from "@windlass/cloudformation/template";
import type { Problem } from "../diagnostic.js";
import { formatPath, type Path } from "../path.js";
import { suggest } from "../suggest.js";
import { replacementOf, replacementValue } from "./replaced.js";
import type { Schema } from "./schema.js";

/** One way in which a value does not fit its schema. */
export type Mismatch = {
  kind: "type" | "value" | "missing" | "unknown" | "event" | "keys" | "none" | "several";
  path: Path;
  schema: Schema;
  value: Json;
  key?: string;
  branches?: Mismatch[][];
};

/** A mismatch in words: what was found, what was expected, and the word that was most likely meant. */
export function explain(mismatch: Mismatch): Problem {
  const { path, schema, value, key = "" } = mismatch;
  switch (mismatch.kind) {
    case "none": {
      const nearest = nearestBranch(mismatch);
      if (nearest) return explain(nearest);
      return { code: "property_invalid", path, message: `${formatPath(path)} must be ${expected(schema)}, not ${show(value)}` };
    }
    case "missing":
      return { code: "property_missing", path, message: `${formatPath(path) || "The config"} lacks "${key}"${expectedMember(schema, key)}` };
    case "unknown": {
      const known = Object.keys(schema.properties ?? {});
      const near = suggest(key, known);
      const where = path.length === 1 ? "The config" : formatPath(path.slice(0, -1));
      const hint = replacementOf(formatPath(path)) ?? unknownHint(near, known);
      return { code: "property_unknown", path, message: `${where} has no property "${key}"`, hint };
    }
    case "event": {
      const near = suggest(key, Object.keys(schema.oneKeyOf ?? {}));
      return { code: "event_unknown", path, message: `There is no event type "${key}"`, hint: near ? `Did you mean "${near}"?` : undefined };
    }
    case "keys":
      return { code: "property_invalid", path, message: `${formatPath(path)} must have exactly one event type as its key`, hint: "Indent what belongs to the event by two more spaces, and begin each event with its own dash." };
    case "several":
      return { code: "property_invalid", path, message: `${formatPath(path)} fits several shapes that exclude each other` };
    case "type":
    case "value": {
      const hint = replacementValue(formatPath(path), value, schema.enum ?? []);
      return { code: "property_invalid", path, message: `${formatPath(path)} must be ${expected(schema)}, not ${show(value)}`, hint };
    }
  }
}

function unknownHint(near: string | null, known: readonly string[]): string | undefined {
  if (near) return `Did you mean "${near}"?`;
  return known.length > 0 ? `Known here: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}.` : undefined;
}

/** The mismatch of the branch that the user most likely wanted: the one that fits deepest. Null when none got past its type. */
function nearestBranch({ branches = [], path }: Mismatch): Mismatch | null {
  let best: Mismatch | null = null;
  let bestDepth = path.length - 1;
  for (const branch of branches) {
    if (branch.some((item) => item.path.length === path.length && item.kind === "type")) continue;
    const deepest = Math.max(...branch.map((item) => item.path.length));
    if (deepest <= bestDepth) continue;
    best = branch[0] ?? null;
    bestDepth = deepest;
  }
  return best;
}

function expectedMember(schema: Schema, key: string): string {
  const member = schema.properties?.[key];
  return member ? `: ${expected(member)}` : "";
}

/** What a schema asks for, in words. */
export function expected(schema: Schema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.const !== undefined) return show(schema.const);
  if (schema.enum) return schema.enum.length > 12 ? `one of ${schema.enum.slice(0, 12).map(show).join(", ")}, …` : `one of ${schema.enum.map(show).join(", ")}`;
  if (schema.anyOf) return Array.from(new Set(schema.anyOf.map(expected))).join(", or ");
  switch (schema.type) {
    case "string":
      return `a text${schema.pattern ? ` that matches ${schema.pattern.source}` : ""}${limits(schema.minLength, schema.maxLength, " characters")}`;
    case "integer":
      return `a whole number${limits(schema.minimum, schema.maximum, "")}`;
    case "number":
      return `a number${limits(schema.minimum, schema.maximum, "")}`;
    case "boolean":
      return "true or false";
    case "array":
      return `a list${schema.uniqueItems ? " without repeats" : ""}${limits(schema.minItems, schema.maxItems, " items")}${schema.items && Object.keys(schema.items).length > 0 ? ` of ${expected(schema.items)}` : ""}`;
    case "object":
      return expectedObject(schema);
    default:
      return schema.oneOf ? schema.oneOf.map(expected).join(", or ") : "another value";
  }
}

function expectedObject({ minProperties, properties = {}, required = [] }: Schema): string {
  if (minProperties !== undefined) return `an object with at least ${minProperties} of ${Object.keys(properties).join(", ")}`;
  return required.length > 0 ? `an object with ${required.join(" and ")}` : "an object";
}

function limits(low: number | undefined, high: number | undefined, unit: string): string {
  if (low !== undefined && high !== undefined) return ` of ${low} to ${high}${unit}`;
  if (low !== undefined && low > 1) return ` of at least ${low}${unit}`;
  return high === undefined ? "" : ` of at most ${high}${unit}`;
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
