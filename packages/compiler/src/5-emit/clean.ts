import { isJsonObject, type Json, type JsonObject, type Template } from "@windlass/cloudformation/template";

/**
 * Takes out what a template must not hold, in place: absent members everywhere, and nulls inside `Properties` (where null
 * means "not set"; in a list it stays).
 */
export function cleanTemplate(template: Template): void {
  for (const section of Object.keys(template) as (keyof Template)[]) {
    if (section !== "Resources") dropMembers(template[section], isAbsent);
  }
  for (const resource of Object.values(template.Resources) as JsonObject[]) {
    if (!isJsonObject(resource)) continue;
    for (const key of Object.keys(resource)) {
      const value = resource[key];
      if (value === undefined || (key === "Properties" && !value)) delete resource[key];
      else dropMembers(value, key === "Properties" ? isNothing : isAbsent);
    }
  }
}

const isAbsent = (value: Json | undefined): boolean => value === undefined;
const isNothing = (value: Json | undefined): boolean => value === undefined || value === null;

function dropMembers(value: Json | undefined, drop: (value: Json | undefined) => boolean): void {
  if (Array.isArray(value)) for (const item of value) dropMembers(item, drop);
  else if (isJsonObject(value)) {
    for (const key of Object.keys(value)) {
      const member = value[key];
      if (drop(member)) delete value[key];
      else if (typeof member === "object") dropMembers(member, drop);
    }
  }
}
