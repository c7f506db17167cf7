import { readGetAtt } from "@windlass/cloudformation/intrinsics";
import type { Template } from "@windlass/cloudformation/template";
import { trafficAliasName } from "@windlass/contracts/canary";

/** An alias of a template by which traffic is shifted, and the version resource of the template that it leads to. */
export type TrafficAlias = { logicalId: string; functionId: string; versionId: string };

/** The aliases of a template whose traffic can be shifted. */
export function trafficAliases(template: Template): TrafficAlias[] {
  return Object.entries(template.Resources).flatMap(([logicalId, { Type: type, Properties: properties = {} }]) => {
    if (type !== "AWS::Lambda::Alias" || properties["Name"] !== trafficAliasName) return [];
    const version = readGetAtt(properties["FunctionVersion"]);
    const fn = properties["FunctionName"];
    const functionId = typeof fn === "object" && fn !== null && !Array.isArray(fn) ? fn["Ref"] : undefined;
    return version && typeof functionId === "string" ? [{ logicalId, functionId, versionId: version.logicalId }] : [];
  });
}

/** The aliases whose version is another one in the next template: those of functions that really change. */
export function changedAliases(before: Template, next: Template): TrafficAlias[] {
  const versions = new Map(trafficAliases(before).map(({ logicalId, versionId }) => [logicalId, versionId]));
  return trafficAliases(next).filter(({ logicalId, versionId }) => versions.has(logicalId) && versions.get(logicalId) !== versionId);
}

/** A copy of a template in which aliases stay at the versions they are at: logical id → number of the version. */
export function holdAliases(template: Template, versions: ReadonlyMap<string, string>): Template {
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => {
    const version = versions.get(logicalId);
    return [logicalId, version === undefined ? resource : { ...resource, Properties: { ...resource.Properties, FunctionVersion: version } }] as const;
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}
