import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import { trafficAliasName } from "@windlass/contracts/canary";
import type { FunctionConfig, ServiceConfig } from "../3-check/config.js";
import { CompileError } from "../diagnostic.js";
import { checkFunctions } from "./check-functions.js";
import { buildOf } from "./bundled-handlers.js";
import { idOf, lambdaId } from "./naming.js";
import type { FunctionModel, ServiceModel, TargetAlias } from "./service-model.js";

type BuildOptions = { stage: string; region: string; configFile: string; trafficAlias?: boolean | undefined };

/**
 * The model of a checked config: names, logical ids and aliases of functions are decided here, once.
 * @throws CompileError for functions whose settings contradict each other.
 */
export function buildModel(config: ServiceConfig, { stage, region, configFile, trafficAlias = false }: BuildOptions): ServiceModel {
  const { service, provider } = config;
  const functions = Object.entries(config.functions ?? {}).flatMap(([key, value]) =>
    value === null ? [] : [buildFunction(key, value, { defaultName: `${service}-${stage}-${key}`, trafficAlias })],
  );
  const model: ServiceModel = {
    service,
    stage,
    region,
    stackName: provider.stackName ?? `${service}-${stage}`,
    provider,
    functions,
    layers: Object.entries(config.layers ?? {}).map(([key, layer]) => ({ key, config: layer, path: ["layers", key] })),
    resources: config.resources ?? null,
    package: config.package ?? {},
    configFile,
    useDotenv: config.useDotenv === true,
    pluginsLocalPath: pluginsPath(config.plugins),
    plugins: pluginNames(config.plugins),
    build: buildOf(config),
  };
  const problems = checkFunctions(model);
  if (problems.length > 0) throw new CompileError(problems);
  return model;
}

/** What a function at the edge of CloudFront can have at most, and has unless it says otherwise; it is always versioned. */
const edgeDefaults = { memorySize: 128, timeout: 5 };
const edgeLimits = { viewer: { memorySize: 128, timeout: 5 }, origin: { memorySize: 10240, timeout: 30 } };

function withEdgeDefaults(key: string, config: FunctionConfig): FunctionConfig {
  const events = (config.events ?? []).flatMap(({ cloudFront }) => (cloudFront ? [cloudFront] : []));
  if (events.length === 0) return config;
  for (const { eventType } of events) {
    const limits = edgeLimits[eventType?.startsWith("origin") ? "origin" : "viewer"];
    for (const setting of ["memorySize", "timeout"] as const) {
      if ((config[setting] ?? 0) <= limits[setting]) continue;
      throw new CompileError({ code: "property_invalid", message: `${setting} of a function at the edge of CloudFront can be ${limits[setting]} at most`, path: ["functions", key, setting] });
    }
  }
  return { ...config, versionFunction: true, memorySize: config.memorySize || edgeDefaults.memorySize, timeout: config.timeout || edgeDefaults.timeout };
}

type Named = { defaultName: string; trafficAlias: boolean };

function buildFunction(key: string, given: FunctionConfig, { defaultName, trafficAlias }: Named): FunctionModel {
  const config = withEdgeDefaults(key, given);
  return {
    key,
    config,
    functionName: config.name || defaultName,
    logicalId: lambdaId(key),
    events: config.events ?? [],
    alias: aliasOf(key, config) ?? (trafficAlias ? trafficAliasOf(key, config) : null),
    image: null,
    path: ["functions", key],
  };
}

function aliasOf(key: string, config: FunctionConfig): TargetAlias | null {
  if (config.durableConfig) return { name: "durable", logicalId: `${idOf(key)}DurableLambdaAlias` };
  if (config.provisionedConcurrency) return { name: "provisioned", logicalId: `${idOf(key)}ProvConcLambdaAlias` };
  if (config.snapStart) return { name: "snapstart", logicalId: `${idOf(key)}SnapStartLambdaAlias` };
  return null;
}

/** CloudFront calls a version, never an alias. */
function trafficAliasOf(key: string, { events }: FunctionConfig): TargetAlias | null {
  if (events?.some(({ cloudFront }) => cloudFront)) return null;
  return { name: trafficAliasName, logicalId: `${idOf(key)}LiveLambdaAlias` };
}

function pluginsPath(plugins: Json | undefined): string | null {
  return isJsonObject(plugins) && typeof plugins["localPath"] === "string" ? plugins["localPath"] : null;
}

function pluginNames(plugins: Json | undefined): string[] {
  const listed = isJsonObject(plugins) ? plugins["modules"] : plugins;
  return Array.isArray(listed) ? listed.filter((name) => typeof name === "string") : [];
}
