import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { FunctionModel } from "../4-model/service-model.js";
import { roleResourceOf, type TemplateBuilder } from "./template-builder.js";

/** What an event source mapping waits for: the role in this stack, and the alias. */
export function mappingDependencies(builder: TemplateBuilder, fn: FunctionModel): string[] {
  return [roleResourceOf(builder.model, fn), fn.alias?.logicalId].filter((id) => typeof id === "string");
}

/** Filters of an event source mapping; AWS takes each pattern as a text. */
export function filterCriteria(patterns: JsonObject[] | undefined): JsonObject | undefined {
  return patterns && { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) };
}

/** The name by which a source goes into a logical id: a resource's id, an export's name, or the end of an ARN. */
export function sourceName(arn: Json, ofText: (arn: string) => string): string {
  if (typeof arn === "string") return ofText(arn);
  if (!isJsonObject(arn)) return "";
  const attribute = arn["Fn::GetAtt"];
  const joined = arn["Fn::Join"];
  const parts: Json | undefined = Array.isArray(joined) ? joined[1] : undefined;
  const candidates = [Array.isArray(attribute) ? attribute[0] : undefined, arn["Fn::ImportValue"], arn["Ref"], Array.isArray(parts) ? parts.at(-1) : undefined];
  return candidates.filter((candidate) => typeof candidate === "string").find((name) => name !== "") ?? "";
}

