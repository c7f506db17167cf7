import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { SchemaType } from "./schema.js";
import type { Slot } from "./slot.js";

/** Whether a value is of a type. */
export function hasType(value: Json, type: SchemaType): boolean {
  switch (type) {
    case "string":
    case "boolean":
      return typeof value === type;
    case "number":
      return typeof value === "number";
    case "integer":
      return Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isJsonObject(value);
    case "null":
      return value === null;
  }
}

/**
 * Turns a value of another type into one of `type`, in its place, where the reference's validator does so. Nothing
 * becomes an object, not even the one item of a list.
 * @returns whether the value fits now.
 */
export function coerce(slot: Slot, type: SchemaType): boolean {
  if (type === "object") return false;
  let coerced: Json | undefined;
  if (Array.isArray(slot.value) && slot.value.length === 1) {
    slot.value = slot.value[0] ?? null;
    if (hasType(slot.value, type)) coerced = slot.value;
  }
  coerced ??= convert(slot.value, type);
  if (coerced === undefined) return false;
  slot.value = coerced;
  if (Array.isArray(slot.holder)) slot.holder[Number(slot.key)] = coerced;
  else slot.holder[String(slot.key)] = coerced;
  return true;
}

function convert(value: Json, type: Exclude<SchemaType, "object">): Json | undefined {
  switch (type) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value === null ? "" : undefined;
    case "number":
      return toNumber(value);
    case "integer": {
      const result = toNumber(value);
      return Number.isInteger(result) ? result : undefined;
    }
    case "boolean":
      return toBoolean(value);
    case "array":
      return value === null || typeof value !== "object" ? [value] : undefined;
    case "null":
      return value === "" || value === 0 || value === false ? null : undefined;
  }
}

function toBoolean(value: Json): boolean | undefined {
  if (value === "false" || value === 0 || value === null) return false;
  return value === "true" || value === 1 ? true : undefined;
}

function toNumber(value: Json): number | undefined {
  if (typeof value === "boolean" || value === null) return Number(value);
  return typeof value === "string" && value !== "" && !Number.isNaN(Number(value)) ? Number(value) : undefined;
}
