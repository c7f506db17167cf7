import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { Problem } from "../diagnostic.js";
import type { Path } from "../path.js";
import { coerce, hasType } from "./coerce.js";
import { explain, type Mismatch } from "./explain.js";
import type { Schema } from "./schema.js";
import type { Slot } from "./slot.js";

/**
 * Checks a config against a schema and coerces it in place, as the reference does: texts to numbers and booleans,
 * numbers and booleans to texts, single values to lists of one where the schema asks for it. A property that is null
 * counts as absent.
 * @returns what is wrong, best guess first where several shapes were possible; empty when all is right.
 */
export function validate(config: JsonObject, schema: Schema): Problem[] {
  const holder: JsonObject = { config };
  const found: Mismatch[] = [];
  check({ holder, key: "config", value: config, path: [] }, schema, found);
  return found.map(explain);
}

/** Whether a value in its place fits; what does not is added to `found`. Coercions stay even where it does not fit. */
function check(slot: Slot, schema: Schema, found: Mismatch[]): boolean {
  const before = found.length;
  if (schema.type !== undefined && !hasType(slot.value, schema.type) && !coerce(slot, schema.type)) {
    found.push({ kind: "type", path: slot.path, schema, value: slot.value });
    return false;
  }
  checkScalar(slot, schema, found);
  checkCombinations(slot, schema, found);
  if (Array.isArray(slot.value)) checkList({ path: slot.path, items: slot.value }, schema, found);
  else if (isJsonObject(slot.value)) checkObject({ path: slot.path, members: slot.value }, schema, found);
  return found.length === before;
}

function checkScalar({ value, path }: Slot, schema: Schema, found: Mismatch[]): void {
  const fail = (): number => found.push({ kind: "value", path, schema, value });
  if (schema.enum !== undefined && !schema.enum.includes(value)) fail();
  else if (schema.const !== undefined && schema.const !== value) fail();
  else if (typeof value === "string") {
    const { pattern, minLength = 0, maxLength = Infinity } = schema;
    if (value.length < minLength || value.length > maxLength || (pattern && !pattern.test(value))) fail();
  } else if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    if (value < minimum || value > maximum) fail();
  }
}

function checkCombinations(slot: Slot, schema: Schema, found: Mismatch[]): void {
  if (schema.not && check(slot, schema.not, [])) found.push({ kind: "value", path: slot.path, schema, value: slot.value });
  if (schema.anyOf) checkAlternatives(slot, schema, found);
  if (schema.oneOf) {
    const failures = schema.oneOf.map((branch) => failuresOf(slot, branch));
    const fitting = failures.filter((failure) => failure.length === 0).length;
    if (fitting === 0) found.push({ kind: "none", path: slot.path, schema, value: slot.value, branches: failures });
    else if (fitting > 1) found.push({ kind: "several", path: slot.path, schema, value: slot.value });
  }
  for (const part of schema.allOf ?? []) check(slot, part, found);
}

function checkAlternatives(slot: Slot, schema: Schema, found: Mismatch[]): void {
  const failures: Mismatch[][] = [];
  for (const branch of schema.anyOf ?? []) {
    const failure = failuresOf(slot, branch);
    if (failure.length === 0) return;
    failures.push(failure);
  }
  found.push({ kind: "none", path: slot.path, schema, value: slot.value, branches: failures });
}

function failuresOf(slot: Slot, schema: Schema): Mismatch[] {
  const found: Mismatch[] = [];
  check(slot, schema, found);
  return found;
}

function checkList({ path, items }: { path: Path; items: Json[] }, schema: Schema, found: Mismatch[]): void {
  const { minItems = 0, maxItems = Infinity } = schema;
  if (items.length < minItems || items.length > maxItems || (schema.uniqueItems && hasRepeats(items))) found.push({ kind: "value", path, schema, value: items });
  if (!schema.items && !schema.prefixItems) return;
  for (const [index, value] of items.entries()) {
    const item = schema.prefixItems?.[index] ?? schema.items;
    if (item) check({ holder: items, key: index, value, path: [...path, index] }, item, found);
  }
}

function hasRepeats(items: Json[]): boolean {
  return new Set(items.map((item) => JSON.stringify(item))).size < items.length;
}

type ObjectSlot = { path: Path; members: JsonObject };

function checkObject(slot: ObjectSlot, schema: Schema, found: Mismatch[]): void {
  const { path, members } = slot;
  for (const key of schema.required ?? []) {
    if (isUnset(members[key])) found.push({ kind: "missing", path, schema, value: members, key });
  }
  if (schema.oneKeyOf) return checkOneKey(slot, schema.oneKeyOf, found);
  const { minProperties = 0, maxProperties = Infinity } = schema;
  if (!schema.properties && !schema.patternProperties && schema.additionalProperties === undefined && minProperties === 0 && maxProperties === Infinity) return;
  const keys = Object.keys(members).filter((key) => !isUnset(members[key]));
  for (const key of keys) checkMember(slot, { key, schema }, found);
  if (keys.length < minProperties || keys.length > maxProperties) found.push({ kind: "value", path, schema, value: members });
}

function checkMember({ path, members }: ObjectSlot, { key, schema }: { key: string; schema: Schema }, found: Mismatch[]): void {
  const { properties, patternProperties, additionalProperties } = schema;
  const value = members[key] ?? null;
  const own = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  const member = own ?? patternProperties?.find(([pattern]) => pattern.test(key))?.[1] ?? additionalProperties;
  if (member === false) found.push({ kind: "unknown", path: [...path, key], schema, value, key });
  else if (member) check({ holder: members, key, value, path: [...path, key] }, member, found);
}

function checkOneKey({ path, members }: ObjectSlot, known: Record<string, Schema>, found: Mismatch[]): void {
  const keys = Object.keys(members).filter((key) => !isUnset(members[key]));
  const [key] = keys;
  if (key === undefined || keys.length > 1) {
    found.push({ kind: "keys", path, schema: { oneKeyOf: known }, value: members });
    return;
  }
  const schema = Object.hasOwn(known, key) ? known[key] : undefined;
  const value = members[key] ?? null;
  if (!schema) found.push({ kind: "event", path: [...path, key], schema: { oneKeyOf: known }, value: members, key });
  else check({ holder: members, key, value, path: [...path, key] }, schema, found);
}

function isUnset(value: Json | undefined): boolean {
  return value === undefined || value === null;
}
