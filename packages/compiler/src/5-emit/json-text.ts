import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";

/**
 * A value of the config as JSON in a text. As in the reference, whose validation takes members that are null out and
 * puts them back, these come last in their object.
 */
export function jsonText(value: Json): string {
  return JSON.stringify(value, (_key, member: Json) => (isJsonObject(member) ? nullsLast(member) : member));
}

/** An object with its members that are null at its end. */
export function nullsLast(value: JsonObject): JsonObject {
  const members = Object.entries(value);
  if (!members.some(([, member]) => member === null)) return value;
  return Object.fromEntries([...members.filter(([, member]) => member !== null), ...members.filter(([, member]) => member === null)]);
}

/**
 * What the reference makes of a text that it writes between quotes into a template: a backslash begins an escape of JSON.
 * Undefined for a text that is no JSON then, where the reference gives up.
 */
export function unescapeText(text: string): string | undefined {
  try {
    const parsed: Json = JSON.parse(`"${text}"`);
    return typeof parsed === "string" ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** A description, name or path of a rule. */
export function ruleText(text: string | undefined): string | undefined {
  return text ? (unescapeText(text) ?? text) : undefined;
}

/** A text with its quotes escaped. */
export function escapeQuotes(text: string): string {
  return text.replace(/"/g, '\\"');
}
