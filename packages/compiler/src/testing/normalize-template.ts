import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";

/** Types whose logical id ends in something random or in a hash of code, and how the id begins. */
const hashed: readonly (readonly [string, RegExp])[] = [
  ["AWS::Lambda::Version", /^(.+LambdaVersion).+$/],
  ["AWS::ApiGateway::Deployment", /^(ApiGatewayDeployment)\d+$/],
  ["AWS::ApiGatewayV2::Deployment", /^(WebsocketsDeployment).+$/],
  ["AWS::Lambda::LayerVersion", /^(.+LambdaLayer)[0-9a-f]{40}$/],
  ["AWS::Lambda::LayerVersionPermission", /^(.+LambdaLayerPermission)[0-9a-f]{40}$/],
];

/**
 * A template without what differs between two runs of the reference itself: ids with hashes or times, code locations,
 * hashes of code, and the order of dependencies.
 */
export function normalizeTemplate(template: JsonObject): JsonObject {
  const names = renamed(template);
  const copy = rename(template, names);
  const resources = isJsonObject(copy) && isJsonObject(copy["Resources"]) ? copy["Resources"] : {};
  for (const resource of Object.values(resources)) if (isJsonObject(resource)) maskResource(resource);
  const outputs = isJsonObject(copy) && isJsonObject(copy["Outputs"]) ? copy["Outputs"] : {};
  for (const [name, output] of Object.entries(outputs)) {
    if (isJsonObject(output) && /LambdaLayer(Hash|S3Key)$/.test(name)) output["Value"] = "<masked>";
  }
  return isJsonObject(copy) ? sortKeys(copy) : {};
}

function renamed(template: JsonObject): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, resource] of Object.entries(isJsonObject(template["Resources"]) ? template["Resources"] : {})) {
    const pattern = hashed.find(([type]) => isJsonObject(resource) && resource["Type"] === type)?.[1];
    const start = pattern?.exec(id)?.[1];
    if (start !== undefined) names.set(id, `${start}#`);
  }
  return names;
}

function rename(value: Json | undefined, names: Map<string, string>): Json | undefined {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => rename(item, names) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [names.get(key) ?? key, rename(item, names)]));
}

function maskResource(resource: JsonObject): void {
  const properties = isJsonObject(resource["Properties"]) ? resource["Properties"] : {};
  for (const key of ["Code", "Content"]) {
    const code = properties[key];
    if (isJsonObject(code) && "S3Key" in code) code["S3Key"] = "<masked>";
  }
  if (resource["Type"] === "AWS::Lambda::Version") properties["CodeSha256"] = "<masked>";
  const dependsOn = [resource["DependsOn"] ?? []].flat().filter((id) => typeof id === "string");
  delete resource["DependsOn"];
  if (dependsOn.length > 0) resource["DependsOn"] = Array.from(new Set(dependsOn)).sort();
}

function sortKeys(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => {
        const member = value[key];
        return [key, Array.isArray(member) ? member.map(sortItem) : isJsonObject(member) ? sortKeys(member) : member];
      }),
  );
}

function sortItem(item: Json): Json {
  if (Array.isArray(item)) return item.map(sortItem);
  return isJsonObject(item) ? sortKeys(item) : item;
}
