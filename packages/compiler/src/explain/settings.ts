import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { FunctionConfig, ProviderConfig } from "../3-check/config.js";
import type { FunctionModel } from "../4-model/service-model.js";
import type { Path } from "../path.js";

/** A setting of the provider that a resource shows, and in which of its properties. */
export type Setting = { path: Path; sets: string };

type Inherited = { from: Path; unless?: keyof FunctionConfig; sets: string };

/** What functions take from the provider where they lack it (`unless`), or beside their own. */
const ofFunctions: readonly Inherited[] = [
  { from: ["runtime"], unless: "runtime", sets: "Runtime" },
  { from: ["runtimeManagement"], unless: "runtimeManagement", sets: "RuntimeManagementConfig" },
  { from: ["architecture"], unless: "architecture", sets: "Architectures" },
  { from: ["memorySize"], unless: "memorySize", sets: "MemorySize" },
  { from: ["timeout"], unless: "timeout", sets: "Timeout" },
  { from: ["environment"], sets: "Environment" },
  { from: ["tags"], sets: "Tags" },
  { from: ["layers"], unless: "layers", sets: "Layers" },
  { from: ["vpc"], sets: "VpcConfig" },
  { from: ["kmsKeyArn"], unless: "kmsKeyArn", sets: "KmsKeyArn" },
  { from: ["tracing", "lambda"], unless: "tracing", sets: "TracingConfig" },
  { from: ["logs", "lambda"], unless: "logs", sets: "LoggingConfig" },
  { from: ["role"], unless: "role", sets: "Role" },
  { from: ["iam", "role"], unless: "role", sets: "Role" },
];

const ofLogGroups: readonly Inherited[] = [
  { from: ["logRetentionInDays"], unless: "logRetentionInDays", sets: "RetentionInDays" },
  { from: ["logDataProtectionPolicy"], unless: "logDataProtectionPolicy", sets: "DataProtectionPolicy" },
];

const role: readonly Inherited[] = [
  { from: ["iam", "role"], sets: "Policies" },
  { from: ["iamRoleStatements"], sets: "Policies" },
  { from: ["iamManagedPolicies"], sets: "ManagedPolicyArns" },
  { from: ["rolePermissionsBoundary"], sets: "PermissionsBoundary" },
  { from: ["vpc"], sets: "ManagedPolicyArns" },
];

const byType: Readonly<Record<string, readonly Inherited[]>> = {
  "AWS::ApiGateway::Deployment": [{ from: ["apiGateway", "stage"], sets: "StageName" }, { from: ["apiGateway", "description"], sets: "Description" }],
  "AWS::ApiGateway::RestApi": [
    { from: ["apiName"], sets: "Name" },
    { from: ["apiGateway"], sets: "several properties" },
    { from: ["endpointType"], sets: "EndpointConfiguration" },
    { from: ["vpcEndpointIds"], sets: "EndpointConfiguration" },
    { from: ["tags"], sets: "Tags" },
  ],
  "AWS::IAM::Role": role,
  "AWS::Lambda::Function": ofFunctions,
  "AWS::Lambda::Version": [{ from: ["versionFunctions"], unless: "versionFunction", sets: "whether there is a version" }],
  "AWS::Logs::LogGroup": ofLogGroups,
};

/** Settings of the provider that a resource of a type shows, for a function where it was made of one. Only those that the config has. */
export function settingsOf(type: string, provider: ProviderConfig, fn: FunctionModel | null): Setting[] {
  return (byType[type] ?? []).flatMap(({ from, unless, sets }) => {
    const isOwn = unless !== undefined && fn !== null && (fn.config[unless] ?? null) !== null;
    return isOwn || !has(provider, from) ? [] : [{ path: ["provider", ...from], sets }];
  });
}

function has(provider: ProviderConfig, path: Path): boolean {
  // The provider's config is JSON that was checked; its type only names what the compiler reads.
  let value: Json | object | undefined = provider;
  for (const key of path) value = isJsonObject(value) ? value[String(key)] : undefined;
  return value !== undefined && value !== null;
}
