import { isIntrinsic, readGetAtt } from "./intrinsics.js";
import { isJsonObject, type Json } from "./template.js";

/** A value that differs; undefined on the side that has none. Its path is object keys and list indexes. */
export type JsonChange = { path: (string | number)[]; before: Json | undefined; after: Json | undefined };

/**
 * What differs between two values, as deep as they are alike: the members of objects, and of lists those items that are not
 * equal at both ends. Calls of intrinsic functions are compared as a whole. Texts equal the numbers and booleans that they
 * spell, as CloudFormation reads them.
 */
export function changesOf(before: Json | undefined, after: Json | undefined): JsonChange[] {
  const changes: JsonChange[] = [];
  collect({ path: [], before, after }, changes);
  return changes;
}

function collect({ path, before, after }: JsonChange, changes: JsonChange[]): void {
  if (isAlike(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) return collectItems({ path, before, after }, changes);
  if (!isJsonObject(before) || !isJsonObject(after) || isIntrinsic(before) || isIntrinsic(after)) {
    changes.push({ path, before, after });
    return;
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    collect({ path: [...path, key], before: before[key], after: after[key] }, changes);
  }
}

/** Items that are equal at the beginning and the end are passed over, so that one new item is one change. */
function collectItems({ path, before, after }: { path: JsonChange["path"]; before: Json[]; after: Json[] }, changes: JsonChange[]): void {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && isAlike(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shortest - start && isAlike(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
  for (let index = start; index < Math.max(before.length, after.length) - end; index += 1) {
    collect({ path: [...path, index], before: index < before.length - end ? before[index] : undefined, after: index < after.length - end ? after[index] : undefined }, changes);
  }
}

function isAlike(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isAlike(item, b[index]));
  if (isJsonObject(a) && isJsonObject(b)) {
    const [one, other] = [readGetAtt(a), readGetAtt(b)];
    if (one && other) return one.logicalId === other.logicalId && one.attribute === other.attribute;
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isAlike(a[key], b[key]));
  }
  return typeof a !== "object" && typeof b !== "object" && String(a) === String(b);
}
