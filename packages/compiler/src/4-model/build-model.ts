import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { FunctionConfig, ServiceConfig } from "../3-check/config.js";
import { idOf, lambdaId } from "./naming.js";
import type { FunctionModel, ServiceModel, TargetAlias } from "./service-model.js";

type BuildOptions = { stage: string; region: string; configFile: string };

/** The model of a checked config: names, logical ids and aliases of functions are decided here, once. */
export function buildModel(config: ServiceConfig, { stage, region, configFile }: BuildOptions): ServiceModel {
  const { service, provider } = config;
  const functions = Object.entries(config.functions ?? {}).flatMap(([key, value]) =>
    value === null ? [] : [buildFunction(key, value, `${service}-${stage}-${key}`)],
  );
  return {
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
  };
}

function buildFunction(key: string, config: FunctionConfig, defaultName: string): FunctionModel {
  return {
    key,
    config,
    functionName: config.name || defaultName,
    logicalId: lambdaId(key),
    events: config.events ?? [],
    alias: aliasOf(key, config),
    path: ["functions", key],
  };
}

function aliasOf(key: string, config: FunctionConfig): TargetAlias | null {
  if (config.durableConfig) return { name: "durable", logicalId: `${idOf(key)}DurableLambdaAlias` };
  if (config.provisionedConcurrency) return { name: "provisioned", logicalId: `${idOf(key)}ProvConcLambdaAlias` };
  if (config.snapStart) return { name: "snapstart", logicalId: `${idOf(key)}SnapStartLambdaAlias` };
  return null;
}

function pluginsPath(plugins: Json | undefined): string | null {
  return isJsonObject(plugins) && typeof plugins["localPath"] === "string" ? plugins["localPath"] : null;
}
