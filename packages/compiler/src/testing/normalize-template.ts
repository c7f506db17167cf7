import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { withShortIds } from "@windlass/cloudformation/without-hashes";

/**
 * A template without what differs between two runs of the reference itself: ids with hashes or times, code locations,
 * hashes of code, the time that forces a custom resource to run, and the order of dependencies.
 */
export function normalizeTemplate(template: JsonObject): JsonObject {
  const copy = withShortIds(template);
  const resources = isJsonObject(copy["Resources"]) ? copy["Resources"] : {};
  for (const resource of Object.values(resources)) if (isJsonObject(resource)) maskResource(resource);
  const outputs = isJsonObject(copy["Outputs"]) ? copy["Outputs"] : {};
  for (const [name, output] of Object.entries(outputs)) {
    if (isJsonObject(output) && /LambdaLayer(Hash|S3Key)$/.test(name)) output["Value"] = "<masked>";
  }
  return sortKeys(copy);
}

function maskResource(resource: JsonObject): void {
  const properties = isJsonObject(resource["Properties"]) ? resource["Properties"] : {};
  for (const key of ["Code", "Content"]) {
    const code = properties[key];
    if (isJsonObject(code) && "S3Key" in code) code["S3Key"] = "<masked>";
  }
  if (resource["Type"] === "AWS::Lambda::Version") properties["CodeSha256"] = "<masked>";
  if (typeof properties["ForceDeploy"] === "number") properties["ForceDeploy"] = 0;
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
