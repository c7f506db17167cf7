import { isIntrinsic } from "./intrinsics.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";

/** Object keys and list indexes from the root. */
export type ValuePath = readonly (string | number)[];

/** A value in one of two documents. */
export type PlacedValue = { path: ValuePath; value: Json };

/** What differs at one place: `before` is null for what was added, `after` for what was removed. */
export type ValueDifference = { before: PlacedValue | null; after: PlacedValue | null };

/** Whether two values that are equal differ in something else, such as where they came from. */
export type DiffersOtherwise = (before: ValuePath, after: ValuePath) => boolean;

/**
 * Compares two JSON values. What was added or removed as a whole is one difference, and so is a call of an intrinsic
 * function. Lists are aligned at both ends, so that an item put in between does not make all that follow differ.
 */
export function diffValues(before: Json, after: Json, differsOtherwise: DiffersOtherwise = () => false): ValueDifference[] {
  const found: ValueDifference[] = [];
  const compare = (one: PlacedValue, other: PlacedValue): void => {
    const pairs = pairsOf(one, other);
    if (pairs === null && !isEqual(one.value, other.value)) found.push({ before: one, after: other });
    else if (differsOtherwise(one.path, other.path)) found.push({ before: one, after: other });
    for (const pair of pairs ?? []) {
      if (pair.before !== null && pair.after !== null) compare(pair.before, pair.after);
      else found.push(pair);
    }
  };
  compare({ path: [], value: before }, { path: [], value: after });
  return found;
}

/** The members that two values of the same kind have to be compared by; null for what is compared as a whole. */
function pairsOf(before: PlacedValue, after: PlacedValue): ValueDifference[] | null {
  if (Array.isArray(before.value) && Array.isArray(after.value)) return pairItems(items(before.path, before.value), items(after.path, after.value));
  if (!isJsonObject(before.value) || !isJsonObject(after.value)) return null;
  if (isIntrinsic(before.value) || isIntrinsic(after.value)) return null;
  const [one, other] = [members(before.path, before.value), members(after.path, after.value)];
  return [...new Set([...one.keys(), ...other.keys()])].map((key) => ({ before: one.get(key) ?? null, after: other.get(key) ?? null }));
}

function members(path: ValuePath, value: JsonObject): Map<string, PlacedValue> {
  return new Map(Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, { path: [...path, key], value: member }]])));
}

function items(path: ValuePath, value: readonly Json[]): PlacedValue[] {
  return value.map((item, index) => ({ path: [...path, index], value: item }));
}

function pairItems(before: readonly PlacedValue[], after: readonly PlacedValue[]): ValueDifference[] {
  const most = Math.min(before.length, after.length);
  const same = (one: PlacedValue | undefined, other: PlacedValue | undefined) => isEqual(one?.value, other?.value);
  let head = 0;
  while (head < most && same(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < most - head && same(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail += 1;
  const aligned = (side: readonly PlacedValue[]) => [side.slice(0, head), side.slice(head, side.length - tail), side.slice(side.length - tail)];
  const [one, other] = [aligned(before), aligned(after)];
  return one.flatMap((part, which) => zip(part, other[which] ?? []));
}

function zip(before: readonly PlacedValue[], after: readonly PlacedValue[]): ValueDifference[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({ before: before[index] ?? null, after: after[index] ?? null }));
}

/** Deep equality of JSON values; an undefined member equals an absent one. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqual(a[key], b[key]));
}
