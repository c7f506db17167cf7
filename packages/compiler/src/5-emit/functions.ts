import { getAtt } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject, type Resource } from "@windlass/cloudformation/template";
import { isDeepStrictEqual } from "node:util";
import { CompileError } from "../diagnostic.js";
import type { RuntimeManagementConfig } from "../3-check/config.js";
import { executionRoleId, logGroupId } from "../4-model/naming.js";
import { defaultRuntime, type FunctionModel } from "../4-model/service-model.js";
import { emitFunctionUrl } from "./function-url.js";
import { imageProperties } from "./image.js";
import { emitInvokeConfig } from "./invoke-config.js";
import { customRole, type TemplateBuilder } from "./template-builder.js";
import { emitVersion, isVersioned, type Versioned } from "./version.js";

const defaultMemoryMb = 1024;
const defaultTimeoutSeconds = 6;

/**
 * Every function with its version, alias, URL and settings for asynchronous calls. The reference works on all at once:
 * it waits a moment for images, longer for images that AWS is asked about, and longest for the code of versioned
 * functions to be hashed; the order shows in the shared role.
 */
export function emitFunctions(builder: TemplateBuilder): void {
  const { functions } = builder.model;
  const finishLater: (() => void)[] = [];
  for (const fn of functions.filter(({ image }) => !image)) {
    const finish = emitFunction(builder, fn);
    if (isVersioned(builder.model, fn)) finishLater.push(finish);
    else finish();
  }
  for (const fn of functions.filter(({ image }) => image && !image.isTagged)) emitFunction(builder, fn)();
  for (const fn of functions.filter(({ image }) => image?.isTagged)) emitFunction(builder, fn)();
  for (const finish of finishLater) finish();
  builder.current = null;
}

/** Emits the function itself; the answer emits what belongs to it. */
function emitFunction(builder: TemplateBuilder, fn: FunctionModel): () => void {
  builder.current = fn.path;
  const dependsOn: string[] = [];
  const properties: JsonObject = {
    ...(fn.image ? imageProperties(fn, fn.image) : codeProperties(builder, fn)),
    ...baseProperties(builder, fn),
    ...optionalProperties(builder, fn),
    ...grantedProperties(builder, fn),
    ...roleProperties(builder, fn, dependsOn),
  };
  const vpc = vpcConfig(builder, fn);
  if (vpc) properties["VpcConfig"] = vpc;
  attachFileSystem(builder, fn, properties);
  const depends = [...(fn.config.disableLogs ? [] : [logGroupId(fn.key)]), ...(fn.config.dependsOn ?? []), ...dependsOn];
  const resource: Resource = {
    Type: "AWS::Lambda::Function",
    Properties: properties,
    DependsOn: depends.length > 0 ? depends : undefined,
    Condition: fn.config.condition || undefined,
  };
  builder.add(fn.logicalId, resource, fn.path);
  return () => finishFunction(builder, fn, { properties, imageSha: fn.image?.sha ?? null });
}

function finishFunction(builder: TemplateBuilder, fn: FunctionModel, emitted: Versioned): void {
  builder.current = fn.path;
  if (isVersioned(builder.model, fn)) emitVersion(builder, fn, emitted);
  const logs = fn.config.logs ?? builder.model.provider.logs?.lambda;
  const logging: JsonObject = {
    ApplicationLogLevel: logs?.applicationLogLevel,
    LogFormat: logs?.logFormat,
    LogGroup: logs?.logGroup,
    SystemLogLevel: logs?.systemLogLevel,
  };
  // After the version: the reference does not count these settings into its hash.
  if (Object.values(logging).some((value) => value !== undefined && value !== null)) emitted.properties["LoggingConfig"] = logging;
  emitFunctionUrl(builder, fn);
  emitInvokeConfig(builder, fn);
}

function codeProperties(builder: TemplateBuilder, fn: FunctionModel): JsonObject {
  const { provider } = builder.model;
  const code = builder.packaged.functions.get(fn.key);
  if (!code || !fn.config.handler) throw new CompileError({ code: "function_target", message: `Function "${fn.key}" has neither a handler nor an image`, path: fn.path });
  const management = { mode: "auto", ...managementOf(provider.runtimeManagement), ...managementOf(fn.config.runtimeManagement) };
  const updates: Record<string, JsonObject> = {
    onFunctionUpdate: { UpdateRuntimeOn: "FunctionUpdate" },
    manual: { UpdateRuntimeOn: "Manual", RuntimeVersionArn: management.arn },
  };
  return {
    Code: { S3Bucket: code.bucket, S3Key: code.key },
    RuntimeManagementConfig: updates[management.mode],
    Handler: fn.config.handler,
    Runtime: fn.config.runtime || provider.runtime || defaultRuntime,
  };
}

function managementOf(config: RuntimeManagementConfig | undefined): { mode?: string; arn?: Json } {
  return typeof config === "string" ? { mode: config } : (config ?? {});
}

function baseProperties({ model: { provider } }: TemplateBuilder, { config, functionName }: FunctionModel): JsonObject {
  const architecture = config.architecture || provider.architecture;
  return {
    FunctionName: functionName,
    MemorySize: config.memorySize || provider.memorySize || defaultMemoryMb,
    Timeout: config.timeout || provider.timeout || defaultTimeoutSeconds,
    Architectures: architecture ? [architecture] : undefined,
    Description: config.description || undefined,
    SnapStart: config.snapStart ? { ApplyOn: "PublishedVersions" } : undefined,
  };
}

function optionalProperties({ model: { provider } }: TemplateBuilder, { config }: FunctionModel): JsonObject {
  const tags = config.tags || provider.tags ? { ...provider.tags, ...config.tags } : null;
  return {
    Tags: tags ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : undefined,
    EphemeralStorage: config.ephemeralStorageSize ? { Size: config.ephemeralStorageSize } : undefined,
    RecursiveLoop: config.recursiveLoop || undefined,
    Environment: config.environment || provider.environment ? { Variables: { ...provider.environment, ...config.environment } } : undefined,
    ReservedConcurrentExecutions: config.reservedConcurrency || config.reservedConcurrency === 0 ? config.reservedConcurrency : undefined,
    Layers: config.layers ?? (provider.layers ? [...provider.layers] : undefined),
    DurableConfig: config.durableConfig && {
      ExecutionTimeout: config.durableConfig.executionTimeout,
      RetentionPeriodInDays: config.durableConfig.retentionPeriodInDays,
    },
  };
}

/** Properties that the shared role needs a statement for; an intrinsic function in their place adds none. */
function grantedProperties(builder: TemplateBuilder, { config }: FunctionModel): JsonObject {
  const { provider } = builder.model;
  const properties: JsonObject = {};
  if (config.onError) {
    properties["DeadLetterConfig"] = { TargetArn: config.onError };
    if (typeof config.onError === "string") builder.allow(["sns:Publish"], [config.onError]);
  }
  const kmsKeyArn = config.kmsKeyArn || provider.kmsKeyArn;
  if (kmsKeyArn) {
    properties["KmsKeyArn"] = kmsKeyArn;
    if (typeof kmsKeyArn === "string") allowOnce(builder, ["kms:Decrypt"], [kmsKeyArn]);
  }
  const tracing = config.tracing || provider.tracing?.lambda;
  if (tracing) {
    properties["TracingConfig"] = { Mode: tracing === true ? "Active" : tracing };
    allowOnce(builder, ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]);
  }
  return properties;
}

function allowOnce(builder: TemplateBuilder, action: Json, resource: Json): void {
  const statement = { Effect: "Allow", Action: action, Resource: resource };
  const isKnown = builder.executionRole?.statements.some((known) => isDeepStrictEqual(known, statement));
  if (!isKnown) builder.allow(action, resource);
  else if (builder.current) builder.grants.push({ statement, phase: builder.phase, path: builder.current });
}

function roleProperties(builder: TemplateBuilder, fn: FunctionModel, dependsOn: string[]): JsonObject {
  const role = customRole(builder.model, fn) || executionRoleId;
  if (typeof role === "string") {
    if (role.startsWith("arn:")) return { Role: role };
    if (role !== executionRoleId) dependsOn.push(role);
    return { Role: getAtt(role, "Arn") };
  }
  const target = isJsonObject(role) ? role["Fn::GetAtt"] : undefined;
  if (Array.isArray(target) && typeof target[0] === "string") dependsOn.push(target[0]);
  return { Role: role };
}

function vpcConfig({ model: { provider } }: TemplateBuilder, { config }: FunctionModel): JsonObject | null {
  if (config.vpc === null || config.vpc === false) return null;
  const own = config.vpc ?? {};
  const securityGroupIds = own.securityGroupIds || provider.vpc?.securityGroupIds;
  const subnetIds = own.subnetIds || provider.vpc?.subnetIds;
  if (!securityGroupIds || !subnetIds) return null;
  return {
    Ipv6AllowedForDualStack: own.ipv6AllowedForDualStack || provider.vpc?.ipv6AllowedForDualStack,
    SecurityGroupIds: securityGroupIds,
    SubnetIds: subnetIds,
  };
}

function attachFileSystem(builder: TemplateBuilder, { key, config, path }: FunctionModel, properties: JsonObject): void {
  const fileSystem = config.fileSystemConfig;
  if (!fileSystem) return;
  if (!properties["VpcConfig"]) {
    throw new CompileError({ code: "property_missing", message: `Function "${key}" uses fileSystemConfig without a vpc`, hint: "Set `vpc` on the function or the provider.", path: [...path, "fileSystemConfig"] });
  }
  builder.allow(["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], [fileSystem.arn]);
  properties["FileSystemConfigs"] = [{ Arn: fileSystem.arn, LocalMountPath: fileSystem.localMountPath }];
}
