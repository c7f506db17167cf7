import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { Schema } from "../3-check/schema.js";

/** Functions of CloudFormation, which may stand nearly anywhere: their own members count as one value. */
const intrinsic = /^(Ref|Fn::.+)$/;

/**
 * Every property that a schema knows, as `provider.iam.role.tags`: lists add nothing to a path, and `*` stands for the
 * keys of a map.
 */
export function schemaProperties(schema: Schema): Set<string> {
  const found = new Set<string>();
  collect(schema, [], found);
  return found;
}

function collect(schema: Schema, path: readonly string[], found: Set<string>): void {
  for (const branch of branchesOf(schema)) {
    for (const part of itemsOf(branch)) collect(part, path, found);
    for (const [name, member] of Object.entries(namedMembers(branch))) {
      if (intrinsic.test(name)) continue;
      found.add([...path, name].join("."));
      collect(member, [...path, name], found);
    }
    for (const member of mapMembers(branch)) collect(member, [...path, "*"], found);
  }
}

/** The properties of a schema that a value uses, in the same form. A null is no use. */
export function usedProperties(value: Json, schema: Schema): Set<string> {
  const found = new Set<string>();
  mark({ value, schema, path: [] }, found);
  return found;
}

type Place = { value: Json; schema: Schema; path: readonly string[] };

function mark({ value, schema, path }: Place, found: Set<string>): void {
  for (const branch of branchesOf(schema)) {
    if (Array.isArray(value)) for (const item of value) for (const part of itemsOf(branch)) mark({ value: item, schema: part, path }, found);
    if (isJsonObject(value)) markMembers(value, { schema: branch, path }, found);
  }
}

function markMembers(value: JsonObject, { schema, path }: Omit<Place, "value">, found: Set<string>): void {
  const named = namedMembers(schema);
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined || member === null || intrinsic.test(key)) continue;
    const own = Object.hasOwn(named, key) ? named[key] : undefined;
    if (own) {
      found.add([...path, key].join("."));
      mark({ value: member, schema: own, path: [...path, key] }, found);
    } else {
      for (const part of mapMembers(schema, key)) mark({ value: member, schema: part, path: [...path, "*"] }, found);
    }
  }
}

/** A schema and everything that it combines. */
function branchesOf(schema: Schema): Schema[] {
  const combined = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  return [schema, ...combined.flatMap(branchesOf)];
}

function itemsOf({ items, prefixItems = [] }: Schema): Schema[] {
  return [...(items ? [items] : []), ...prefixItems];
}

function namedMembers({ properties = {}, oneKeyOf = {} }: Schema): Record<string, Schema> {
  return { ...properties, ...oneKeyOf };
}

function mapMembers({ patternProperties = [], additionalProperties }: Schema, key?: string): Schema[] {
  const matching = patternProperties.filter(([pattern]) => key === undefined || pattern.test(key)).map(([, member]) => member);
  return additionalProperties ? [...matching, additionalProperties] : matching;
}
