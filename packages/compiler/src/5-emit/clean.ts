import { isJsonObject, type Json, type JsonObject, type Template } from "@windlass/cloudformation/template";

/**
 * Takes out what a template must not hold, in place: absent members everywhere, and nulls inside `Properties` (where null
 * means "not set"; in a list it stays).
 */
export function cleanTemplate(template: Template): void {
  const sections: Partial<Record<keyof Template, unknown>> = template;
  for (const section of Object.keys(template) as (keyof Template)[]) {
    if (section !== "Resources") sections[section] = without(template[section], false);
  }
  const resources: JsonObject = template.Resources;
  for (const [id, resource] of Object.entries(resources)) if (isJsonObject(resource)) resources[id] = cleanResource(resource);
}

function cleanResource(resource: JsonObject): JsonObject {
  const cleaned: JsonObject = {};
  for (const key of Object.keys(resource)) {
    const value = resource[key];
    if (value === undefined || (key === "Properties" && !value)) continue;
    cleaned[key] = without(value, key === "Properties");
  }
  return cleaned;
}

/**
 * The value itself, or a copy where it holds something to take out: an object from which members were deleted is slow to
 * read ever after, and the whole template is printed next.
 */
function without(value: Json | undefined, nulls: boolean): Json | undefined {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const item = value[index];
      if (typeof item === "object" && item !== null) value[index] = without(item, nulls) ?? null;
    }
    return value;
  }
  let drops = false;
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined || (nulls && member === null)) drops = true;
    else if (typeof member === "object") value[key] = without(member, nulls);
  }
  return drops ? kept(value, nulls) : value;
}

function kept(value: JsonObject, nulls: boolean): JsonObject {
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member !== undefined && !(nulls && member === null)) copy[key] = member;
  }
  return copy;
}
