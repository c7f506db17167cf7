import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import type { FunctionModel } from "../4-model/service-model.js";
import type { Path } from "../path.js";
import { jsonText } from "./json-text.js";
import { roleResourceOf, type TemplateBuilder } from "./template-builder.js";

/** What an event source mapping waits for: the role in this stack, and the alias. */
export function mappingDependencies(builder: TemplateBuilder, fn: FunctionModel): string[] {
  return [roleResourceOf(builder.model, fn), fn.alias?.logicalId].filter((id) => typeof id === "string");
}

/** Filters of an event source mapping; AWS takes each pattern as a text. */
export function filterCriteria(patterns: JsonObject[] | undefined): JsonObject | undefined {
  return patterns && { Filters: patterns.map((pattern) => ({ Pattern: jsonText(pattern) })) };
}

/**
 * The name by which a source goes into a logical id: a resource's id, an export's name, or what `ofText` finds in its ARN.
 * @throws CompileError `property_invalid` for an ARN that has none.
 */
export function sourceName({ arn, path }: { arn: Json; path: Path }, ofText: (arn: string) => string): string {
  const name = typeof arn === "string" ? ofText(arn) : isJsonObject(arn) ? nameOfFunction(arn, ofText) : undefined;
  if (typeof name === "string" && /[0-9A-Za-z]/.test(name)) return name;
  throw new CompileError({
    code: "property_invalid",
    message: `The ARN of this source does not tell its name, which its logical id needs: ${JSON.stringify(arn)}`,
    hint: "Write the ARN as a text, or as Ref, Fn::GetAtt, Fn::ImportValue of a text, Fn::Sub, or Fn::Join whose last part is a text.",
    path: typeof arn === "string" ? path : [...path, "arn"],
  });
}

/** Of what an intrinsic function yields. The reference knows no Fn::Sub, and for queues no Ref. */
function nameOfFunction(arn: JsonObject, ofText: (arn: string) => string): Json | undefined {
  const { Ref: resource, "Fn::GetAtt": attribute, "Fn::ImportValue": exported, "Fn::Join": joined, "Fn::Sub": template } = arn;
  if (Array.isArray(attribute)) return attribute[0];
  if (Array.isArray(joined)) return Array.isArray(joined[1]) ? joined[1].at(-1) : undefined;
  const text = Array.isArray(template) ? template[0] : template;
  return exported ?? resource ?? (typeof text === "string" ? ofText(text) : undefined);
}
