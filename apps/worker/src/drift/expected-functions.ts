import { resolveText } from "@windlass/cloudformation/resolve-value";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { Artifact } from "@windlass/contracts/release";
import type { DeployedStack } from "./deployed-stack.js";

export type ExpectedAlias = { logicalId: string; name: string; version: string | undefined; weights: Record<string, number>; provisioned: number | null };
export type ExpectedEventSource = { logicalId: string; uuid: string; enabled: boolean };

/** A function as its release describes it; undefined is what only CloudFormation knows. */
export type ExpectedFunction = {
  logicalId: string;
  functionName: string;
  /** Null for code that is no artifact of the release. */
  code: { sha256: string; bucket: string; key: string } | null;
  runtime: string | null | undefined;
  handler: string | null | undefined;
  memoryMb: number | undefined;
  timeoutSeconds: number | undefined;
  layers: string[] | undefined;
  environment: Record<string, string | undefined>;
  reservedConcurrency: number | null | undefined;
  aliases: ExpectedAlias[];
  eventSources: ExpectedEventSource[];
};

/** The functions of a stack with what belongs to them, as the template describes them. */
export function expectedFunctions(stack: DeployedStack, artifacts: readonly Artifact[]): ExpectedFunction[] {
  const ofType = (type: string) =>
    Object.entries(stack.resources).flatMap(([logicalId, resource]) =>
      isJsonObject(resource) && resource["Type"] === type && stack.live.has(logicalId) ? [{ logicalId, properties: objectOf(resource["Properties"]) }] : [],
    );
  const text = (value: Json | undefined): string | undefined => resolveText(value, stack.names);
  const aliases = ofType("AWS::Lambda::Alias");
  const sources = ofType("AWS::Lambda::EventSourceMapping");
  return ofType("AWS::Lambda::Function").map(({ logicalId, properties }) => {
    const functionName = stack.live.get(logicalId)?.physicalId ?? "";
    const belongs = ({ properties: own }: { properties: JsonObject }): boolean => namesFunction(text(own["FunctionName"]), functionName);
    return {
      logicalId,
      functionName,
      code: codeOf(objectOf(properties["Code"]), artifacts),
      runtime: optional(properties["Runtime"], text),
      handler: optional(properties["Handler"], text),
      memoryMb: numberOf(properties["MemorySize"] ?? 128, text),
      timeoutSeconds: numberOf(properties["Timeout"] ?? 3, text),
      layers: listOf(properties["Layers"], text),
      environment: Object.fromEntries(Object.entries(objectOf(objectOf(properties["Environment"])["Variables"])).map(([name, value]) => [name, text(value)])),
      reservedConcurrency: properties["ReservedConcurrentExecutions"] === undefined ? null : numberOf(properties["ReservedConcurrentExecutions"], text),
      aliases: aliases.filter(belongs).map((alias) => aliasOf(alias, text)),
      eventSources: sources.filter(belongs).map((source) => ({
        logicalId: source.logicalId,
        uuid: stack.live.get(source.logicalId)?.physicalId ?? "",
        enabled: text(source.properties["Enabled"] ?? true) !== "false",
      })),
    };
  });
}

type Text = (value: Json | undefined) => string | undefined;

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function optional(value: Json | undefined, text: Text): string | null | undefined {
  return value === undefined ? null : text(value);
}

function numberOf(value: Json, text: Text): number | undefined {
  const read = Number(text(value));
  return Number.isFinite(read) ? read : undefined;
}

function listOf(value: Json | undefined, text: Text): string[] | undefined {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((item) => text(item));
  return texts.every((item) => item !== undefined) ? texts : undefined;
}

/** A template names a function by its name, its ARN, or the ARN of one of its versions. */
function namesFunction(named: string | undefined, functionName: string): boolean {
  if (named === undefined) return false;
  return named === functionName || /:function:([^:]+)/.exec(named)?.[1] === functionName;
}

function codeOf(code: JsonObject, artifacts: readonly Artifact[]): ExpectedFunction["code"] {
  const artifact = artifacts.find(({ key }) => key === code["S3Key"]);
  return artifact ? { sha256: Buffer.from(artifact.hash, "hex").toString("base64"), bucket: artifact.bucket, key: artifact.key } : null;
}

function aliasOf({ logicalId, properties }: { logicalId: string; properties: JsonObject }, text: Text): ExpectedAlias {
  const weights = objectOf(properties["RoutingConfig"])["AdditionalVersionWeights"];
  const provisioned = objectOf(properties["ProvisionedConcurrencyConfig"])["ProvisionedConcurrentExecutions"];
  const shares = (Array.isArray(weights) ? weights : []).map(objectOf).flatMap((weight) => {
    const version = text(weight["FunctionVersion"]);
    return version === undefined ? [] : [[version, Number(text(weight["FunctionWeight"]))] as const];
  });
  return {
    logicalId,
    name: text(properties["Name"]) ?? "",
    version: text(properties["FunctionVersion"]),
    weights: Object.fromEntries(shares),
    provisioned: provisioned === undefined ? null : (numberOf(provisioned, text) ?? null),
  };
}
