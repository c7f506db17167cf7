import { getAtt, readGetAtt } from "./intrinsics.js";
import { isJsonObject, type Json, type JsonObject } from "./template.js";

/** Types whose logical id ends in a hash or a time, and how the id begins. */
const hashedIds: readonly (readonly [type: string, pattern: RegExp])[] = [
  ["AWS::Lambda::Version", /^(.+LambdaVersion).+$/],
  ["AWS::ApiGateway::Deployment", /^(ApiGatewayDeployment)\d+$/],
  ["AWS::ApiGatewayV2::Deployment", /^(WebsocketsDeployment).+$/],
  ["AWS::Lambda::LayerVersion", /^(.+LambdaLayer)[0-9a-f]{40}$/],
  ["AWS::Lambda::LayerVersionPermission", /^(.+LambdaLayerPermission)[0-9a-f]{40}$/],
];

/** What stands where a hash, a time or the place of code was. */
export const masked = "<masked>";

/**
 * A copy of a template in which two deployments of an unchanged service look the same: hashes and times at the end of ids
 * are `#`, places and hashes of code are masked, dependencies are a sorted list, and `Fn::GetAtt` has its list form.
 */
export function withoutHashes(template: JsonObject): JsonObject {
  const short = withGetAttLists(withShortIds(template));
  const copy = isJsonObject(short) ? short : {};
  for (const resource of Object.values(sectionOf(copy, "Resources"))) if (isJsonObject(resource)) maskResource(resource);
  for (const [name, output] of Object.entries(sectionOf(copy, "Outputs"))) {
    if (isJsonObject(output) && /LambdaLayer(Hash|S3Key)$/.test(name)) output["Value"] = masked;
  }
  return copy;
}

/** A copy of a template with `#` for every hash and time at the end of an id, wherever the id is named. */
export function withShortIds(template: JsonObject): JsonObject {
  return renameIds(template, shortIds(template));
}

/** A copy of a template in which every id of `names` has its other name, wherever it is named. */
export function renameIds(template: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const renamed = rename(template, names);
  return isJsonObject(renamed) ? renamed : {};
}

function withGetAttLists(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => withGetAttLists(item) ?? null);
  if (!isJsonObject(value)) return value;
  const target = readGetAtt(value);
  if (target) return getAtt(target.logicalId, target.attribute);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withGetAttLists(item)]));
}

function sectionOf(template: JsonObject, name: string): JsonObject {
  const section = template[name];
  return isJsonObject(section) ? section : {};
}

/** The ids that end in a hash or a time, and what is left of them without. */
export function shortIds(template: JsonObject): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, resource] of Object.entries(sectionOf(template, "Resources"))) {
    const pattern = hashedIds.find(([type]) => isJsonObject(resource) && resource["Type"] === type)?.[1];
    const start = pattern?.exec(id)?.[1];
    if (start !== undefined) names.set(id, `${start}#`);
  }
  return names;
}

function rename(value: Json | undefined, names: ReadonlyMap<string, string>): Json | undefined {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => rename(item, names) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [names.get(key) ?? key, rename(item, names)]));
}

function maskResource(resource: JsonObject): void {
  const properties = isJsonObject(resource["Properties"]) ? resource["Properties"] : {};
  for (const key of ["Code", "Content"]) {
    const code = properties[key];
    if (isJsonObject(code) && "S3Key" in code) properties[key] = { ...code, S3Bucket: masked, S3Key: masked };
  }
  if (resource["Type"] === "AWS::Lambda::Version") properties["CodeSha256"] = masked;
  if ("ForceDeploy" in properties) properties["ForceDeploy"] = masked;
  const dependsOn = [resource["DependsOn"] ?? []].flat().filter((id) => typeof id === "string");
  delete resource["DependsOn"];
  if (dependsOn.length > 0) resource["DependsOn"] = Array.from(new Set(dependsOn)).sort();
}
