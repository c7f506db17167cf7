import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";

/** Merges `source` into `target`, in place: objects key by key, lists index by index, anything else is replaced. */
export function deepMerge(target: JsonObject, source: JsonObject): JsonObject {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value !== undefined) target[key] = merged(Object.hasOwn(target, key) ? target[key] : undefined, value);
  }
  return target;
}

function merged(before: Json | undefined, value: Json): Json {
  if (isJsonObject(before) && isJsonObject(value)) return deepMerge(before, value);
  if (!Array.isArray(before) || !Array.isArray(value)) return value;
  const result = [...before];
  value.forEach((item, index) => {
    result[index] = merged(result[index], item);
  });
  return result;
}
