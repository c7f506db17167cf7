import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import type { Path } from "../path.js";
import { suggest } from "../suggest.js";
import { deepMerge } from "./deep-merge.js";
import type { TemplateBuilder } from "./template-builder.js";

/** Merges the user's `resources` over what was generated: deep, lists by index. Sections go where a template has them. */
export function mergeResources(builder: TemplateBuilder, sections: JsonObject): void {
  const { resources } = builder.model;
  if (!resources) return;
  const { extensions, Resources: own, Outputs: outputs, ...rest } = resources;
  deepMerge(sections, rest);
  if (isJsonObject(own)) {
    for (const id of Object.keys(own)) {
      const how = Object.hasOwn(builder.resources, id) ? "merged" : "made";
      builder.addOrigin(id, { path: ["resources", "Resources", id], how, phase: builder.phase });
    }
    deepMerge(builder.resources, own);
  }
  if (isJsonObject(outputs)) deepMerge(builder.outputs, outputs);
  for (const [id, extension] of Object.entries(extensions ?? {})) extend(builder, id, extension);
}

const replaceable = new Set(["Condition", "CreationPolicy", "DeletionPolicy", "UpdatePolicy", "UpdateReplacePolicy"]);

/** Shallow: properties and metadata are set key by key, dependencies are added, the rest is replaced. */
function extend(builder: TemplateBuilder, id: string, extension: JsonObject): void {
  const path: Path = ["resources", "extensions", id];
  const resource = Object.hasOwn(builder.resources, id) ? builder.resources[id] : undefined;
  if (!resource) {
    const near = suggest(id, Object.keys(builder.resources));
    throw new CompileError({ code: "resource_unknown", message: `There is no resource "${id}" to extend`, path, hint: near ? `Did you mean "${near}"?` : undefined });
  }
  builder.addOrigin(id, { path, how: "extended", phase: builder.phase });
  const attributes: JsonObject = resource;
  for (const [attribute, value] of Object.entries(extension)) {
    if (attribute === "Properties" || attribute === "Metadata") resource[attribute] = { ...resource[attribute], ...(isJsonObject(value) ? value : {}) };
    else if (attribute === "DependsOn") resource.DependsOn = [...[resource.DependsOn ?? []].flat(), ...textsOf(value)];
    else if (replaceable.has(attribute)) attributes[attribute] = value;
    else throw new CompileError({ code: "property_unknown", message: `"${attribute}" of a resource cannot be extended`, path: [...path, attribute] });
  }
}

function textsOf(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
