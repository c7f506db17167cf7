import { referencesOf, referencesOfResource } from "./references.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";
import { diffValues, isEqual } from "./value-diff.js";
import { renameIds } from "./without-hashes.js";

/** A function whose code another template puts elsewhere. */
export type MovedCode = { logicalId: string; before: CodePlace; after: CodePlace };
export type CodePlace = { bucket: string; key: string };

/** What differs between two templates, as far as functions' code can be changed without CloudFormation. */
export type CodeOnlyChange = { possible: true; functions: MovedCode[] } | { possible: false; reason: string };

const placeholder = "<code>";

/**
 * Whether two templates differ only in the code that functions run as their latest version, so that changing the code of
 * the functions alone brings back what the other template does. Versions, which are made anew with the code, do not count
 * as long as nothing but outputs names them; a function that is called by a version or an alias runs the version's code,
 * which nobody but CloudFormation can move.
 */
export function findCodeOnlyChange(before: JsonObject, after: JsonObject): CodeOnlyChange {
  const difference = firstDifference(withoutCode(before), withoutCode(after));
  if (difference !== null) return { possible: false, reason: `${difference} differs.` };
  const moved: MovedCode[] = [];
  for (const [logicalId, resource] of resourcesOf(after)) {
    if (resource["Type"] !== "AWS::Lambda::Function") continue;
    const [old, fresh] = [codeOf(resourcesOf(before).get(logicalId)), codeOf(resource)];
    if (isEqual(old, fresh)) continue;
    const [from, to] = [placeOf(old), placeOf(fresh)];
    if (from === null || to === null) return { possible: false, reason: `The code of ${logicalId} is not a zip in a bucket.` };
    const caller = callerOfVersion(after, logicalId) ?? callerOfVersion(before, logicalId);
    if (caller !== null) return { possible: false, reason: `${caller} calls a version of ${logicalId}.` };
    moved.push({ logicalId, before: from, after: to });
  }
  return { possible: true, functions: moved };
}

/** The resource that calls a function by a version or an alias of the template, or keeps a version warm; null when none does. */
export function callerOfVersion(template: JsonObject, functionId: string): string | null {
  const resources = resourcesOf(template);
  const versions = new Set<string>();
  for (const [id, resource] of resources) if (isVersionOf(resource, functionId)) versions.add(id);
  for (const [id, resource] of resources) {
    const properties = propertiesOf(resource);
    if (versions.has(id)) {
      if (properties["ProvisionedConcurrencyConfig"] !== undefined) return id;
      continue;
    }
    if (resource["Type"] === "AWS::Lambda::Alias" && refersTo(properties["FunctionName"], functionId)) return id;
    if (referencesOfResource({ Type: "", ...resource }).some(({ name }) => versions.has(name))) return id;
  }
  return null;
}

function isVersionOf(resource: JsonObject, functionId: string): boolean {
  return resource["Type"] === "AWS::Lambda::Version" && refersTo(propertiesOf(resource)["FunctionName"], functionId);
}

function refersTo(value: Json | undefined, logicalId: string): boolean {
  return referencesOf(value).some(({ name }) => name === logicalId);
}

/** The template with one word for where code is, and versions named by their function alone. */
function withoutCode(template: JsonObject): JsonObject {
  const names = new Map<string, string>();
  for (const [id, resource] of resourcesOf(template)) {
    const start = resource["Type"] === "AWS::Lambda::Version" ? /^(.+LambdaVersion).+$/.exec(id)?.[1] : undefined;
    if (start !== undefined) names.set(id, `${start}#`);
  }
  const copy = renameIds(template, names);
  for (const resource of resourcesOf(copy).values()) {
    const properties = propertiesOf(resource);
    if (resource["Type"] === "AWS::Lambda::Function" && properties["Code"] !== undefined) properties["Code"] = placeholder;
    if (resource["Type"] === "AWS::Lambda::Version" && properties["CodeSha256"] !== undefined) properties["CodeSha256"] = placeholder;
  }
  return copy;
}

/** `Table.BillingMode`, `Outputs.Url.Value`; null when the two are equal. */
function firstDifference(before: JsonObject, after: JsonObject): string | null {
  const [first] = diffValues(before, after);
  if (!first) return null;
  const path = (first.after ?? first.before)?.path ?? [];
  const [section, ...rest] = path;
  if (section !== "Resources") return path.join(".");
  return rest.filter((key, index) => !(index === 1 && key === "Properties")).join(".");
}

function resourcesOf(template: JsonObject): Map<string, JsonObject> {
  const resources = template["Resources"];
  return new Map(Object.entries(isJsonObject(resources) ? resources : {}).flatMap(([id, resource]) => (isJsonObject(resource) ? [[id, resource]] : [])));
}

function propertiesOf(resource: JsonObject): JsonObject {
  const properties = resource["Properties"];
  return isJsonObject(properties) ? properties : {};
}

function codeOf(resource: JsonObject | undefined): Json | undefined {
  return resource && propertiesOf(resource)["Code"];
}

function placeOf(code: Json | undefined): CodePlace | null {
  if (!isJsonObject(code) || Object.keys(code).length !== 2) return null;
  const { S3Bucket: bucket, S3Key: key } = code;
  return typeof bucket === "string" && typeof key === "string" ? { bucket, key } : null;
}
