import { createHash } from "node:crypto";
import { getAtt, ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { trafficAliasName } from "@windlass/contracts/canary";
import { idOf, layerId } from "../4-model/naming.js";
import type { FunctionModel, ServiceModel } from "../4-model/service-model.js";
import type { TemplateBuilder } from "./template-builder.js";

/** What a version is made of: the function's properties, and the digest of its image. */
export type Versioned = { properties: JsonObject; imageSha: string | null };

/** Whether a function gets a version: by its own setting, or because it is called through an alias. */
export function isVersioned(model: ServiceModel, fn: FunctionModel): boolean {
  return keepsVersions(model, fn) || fn.alias !== null;
}

function keepsVersions({ provider }: ServiceModel, { config }: FunctionModel): boolean {
  return Boolean(config.durableConfig) || (config.versionFunction ?? provider.versionFunctions ?? true);
}

/** A version of the function, its output, and the alias through which it is called, where it has one. */
export function emitVersion(builder: TemplateBuilder, fn: FunctionModel, { properties, imageSha }: Versioned): void {
  const { config } = fn;
  const condition = config.condition || undefined;
  const codeSha256 = imageSha ?? builder.packaged.functions.get(fn.key)?.sha256 ?? "";
  const versionId = `${idOf(fn.key)}LambdaVersion${versionHash(builder, properties, codeSha256).replace(/[^0-9a-z]/gi, "")}`;
  // Retained, so that what runs stays until nothing refers to it; a version made only for an alias goes with it.
  // Traffic may still go to the version before while its stack has the next one.
  const isRetained = keepsVersions(builder.model, fn) || fn.alias?.name === trafficAliasName;
  builder.add(
    versionId,
    {
      Type: "AWS::Lambda::Version",
      DeletionPolicy: isRetained ? "Retain" : undefined,
      Properties: { FunctionName: ref(fn.logicalId), CodeSha256: codeSha256, Description: config.description || undefined },
      Condition: condition,
    },
    fn.path,
  );
  builder.output(`${fn.logicalId}QualifiedArn`, { Description: "Current Lambda function version", Value: ref(versionId), Condition: condition });
  if (!fn.alias) return;
  builder.add(
    fn.alias.logicalId,
    {
      Type: "AWS::Lambda::Alias",
      Properties: {
        FunctionName: ref(fn.logicalId),
        FunctionVersion: getAtt(versionId, "Version"),
        Name: fn.alias.name,
        ProvisionedConcurrencyConfig: config.provisionedConcurrency ? { ProvisionedConcurrentExecutions: config.provisionedConcurrency } : undefined,
      },
      DependsOn: fn.logicalId,
      Condition: condition,
    },
    fn.path,
  );
}

/** A version cannot be changed, only made anew: its id must differ whenever code, layers or settings do. */
function versionHash(builder: TemplateBuilder, properties: JsonObject, codeSha256: string): string {
  const { Code: code, Tags: _tags, ReservedConcurrentExecutions: _reserved, ...settings } = properties;
  const layers = Array.isArray(properties["Layers"]) ? properties["Layers"].flatMap((layer) => ownLayer(builder, layer)) : [];
  const image = isJsonObject(code) ? code["ImageUri"] : undefined;
  return createHash("sha256").update(`${codeSha256}${sortedJson({ ...settings, Code: image, layers })}`).digest("base64");
}

function ownLayer(builder: TemplateBuilder, layer: Json): Json[] {
  const name = isJsonObject(layer) ? layer["Ref"] : undefined;
  const own = builder.model.layers.find(({ key }) => layerId(key) === name);
  const code = own && builder.packaged.layers.get(own.key);
  return code && typeof name === "string" ? [{ name, sha256: code.sha256, description: builder.resources[name]?.Properties?.["Description"] ?? null }] : [];
}

/** JSON whose members are in the order of their names: a reordered config makes no new version. */
function sortedJson(value: Json | undefined): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(sortedJson).join()}]`;
  let text = "";
  for (const key of Object.keys(value).sort()) if (value[key] !== undefined) text += `${JSON.stringify(key)}:${sortedJson(value[key])},`;
  return `{${text}}`;
}
