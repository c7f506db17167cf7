import { isJsonObject, type Json, type JsonObject } from "./template.js";
import { isEqual } from "./value-diff.js";

/** Logical ids, each list sorted. */
export type TemplateDiff = {
  added: string[];
  changed: string[];
  removed: string[];
  /** Lambda functions that are in both templates and whose code differs; part of `changed`. */
  codeChanged: string[];
};

/**
 * Compares two templates resource by resource. Both are JSON texts, as releases keep them; an empty text counts as a template
 * without resources. The order of an object's members does not matter; that of a list does.
 *
 * @throws SyntaxError when a text is not JSON, TypeError when it has no `Resources` object.
 */
export function diffTemplates(beforeText: string, afterText: string): TemplateDiff {
  const before = readResources(beforeText);
  const after = readResources(afterText);
  const inBoth = Object.keys(after).filter((id) => Object.hasOwn(before, id));
  return {
    added: onlyIn(after, before),
    removed: onlyIn(before, after),
    changed: inBoth.filter((id) => !isEqual(before[id], after[id])).toSorted(),
    codeChanged: inBoth.filter((id) => !isEqual(codeOf(before[id]), codeOf(after[id]))).toSorted(),
  };
}

function readResources(text: string): JsonObject {
  if (text.trim() === "") return {};
  const template: unknown = JSON.parse(text);
  const resources = isJsonObject(template) ? template["Resources"] : undefined;
  if (!isJsonObject(resources)) throw new TypeError("A template needs an object of Resources.");
  return resources;
}

function onlyIn(these: JsonObject, others: JsonObject): string[] {
  return Object.keys(these).filter((id) => !Object.hasOwn(others, id)).toSorted();
}

function codeOf(resource: Json | undefined): Json | undefined {
  if (!isJsonObject(resource) || resource["Type"] !== "AWS::Lambda::Function") return undefined;
  return isJsonObject(resource["Properties"]) ? resource["Properties"]["Code"] : undefined;
}
