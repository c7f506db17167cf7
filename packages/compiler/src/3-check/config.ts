import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { EventConfig } from "./event-config.js";

/** The config after it was checked and coerced: what the schema lets through, as types. */
export type ServiceConfig = {
  service: string;
  provider: ProviderConfig;
  functions?: Record<string, FunctionConfig | null> | undefined;
  layers?: Record<string, LayerConfig> | null | undefined;
  resources?: ResourcesConfig | null | undefined;
  package?: PackageConfig | null | undefined;
  plugins?: Json;
  custom?: JsonObject | null;
  build?: BuildConfig | null;
  configValidationMode?: "error" | "warn" | "off";
  useDotenv?: boolean;
};

export type Tags = Record<string, string>;
export type RoleConfig = string | JsonObject;
export type VpcConfig = { ipv6AllowedForDualStack?: boolean; securityGroupIds?: Json; subnetIds?: Json };
export type LambdaLogsConfig = { applicationLogLevel?: string; logFormat?: string; logGroup?: string; systemLogLevel?: string };
export type RuntimeManagementConfig = string | { mode?: string; arn?: Json };
export type StageLogsConfig =
  | boolean
  | {
      accessLogging?: boolean | null;
      executionLogging?: boolean | null;
      fullExecutionData?: boolean | null;
      format?: string;
      level?: string;
      role?: Json;
      roleManagedExternally?: boolean;
    };

export type PackageConfig = {
  artifact?: string | null;
  excludeDevDependencies?: boolean | null;
  individually?: boolean;
  patterns?: string[] | null;
};

/** Settings of esbuild as its own, beside those that are read here. */
export type EsbuildConfig = JsonObject & {
  bundle?: boolean;
  external?: string[];
  exclude?: string[];
  packages?: "external" | "bundle";
  buildConcurrency?: number;
  sourcemap?: boolean | { type?: "inline" | "linked" | "external"; setNodeOptions?: boolean };
  configFile?: string;
  format?: "cjs" | "esm";
};

export type BuildConfig = false | "esbuild" | { esbuild?: boolean | EsbuildConfig };

export type ResourcesConfig = JsonObject & { extensions?: Record<string, JsonObject> | null };

export type LayerConfig = {
  path?: string;
  name?: string;
  description?: string;
  licenseInfo?: string;
  compatibleRuntimes?: string[];
  compatibleArchitectures?: string[];
  allowedAccounts?: string[];
  retain?: boolean;
  package?: PackageConfig | null;
};

export type CorsConfig = {
  allowCredentials?: boolean;
  allowedHeaders?: string[] | null;
  allowedMethods?: string[] | null;
  allowedOrigins?: string[] | null;
  exposedResponseHeaders?: string[] | null;
  maxAge?: number;
};

export type DestinationConfig = string | { arn: Json; type: "function" | "sns" | "sqs" | "eventBus" };
export type ImageConfig = string | { name?: string; uri?: string; command?: string[]; entryPoint?: string[]; workingDirectory?: string };

export type FunctionConfig = {
  name?: string;
  events?: EventConfig[] | null;
  handler?: string;
  image?: ImageConfig;
  description?: string;
  runtime?: string;
  runtimeManagement?: RuntimeManagementConfig;
  architecture?: string;
  memorySize?: number;
  timeout?: number;
  environment?: JsonObject | null;
  role?: RoleConfig;
  tags?: Tags | null;
  vpc?: VpcConfig | false | null;
  layers?: Json[] | null;
  kmsKeyArn?: Json;
  awsKmsKeyArn?: Json;
  onError?: Json;
  destinations?: { onSuccess?: DestinationConfig; onFailure?: DestinationConfig } | null;
  reservedConcurrency?: Json;
  provisionedConcurrency?: Json;
  versionFunction?: boolean | null;
  snapStart?: boolean;
  durableConfig?: { executionTimeout: number; retentionPeriodInDays?: number };
  ephemeralStorageSize?: number;
  recursiveLoop?: string;
  fileSystemConfig?: { arn: Json; localMountPath: string };
  tracing?: string | boolean;
  logs?: LambdaLogsConfig;
  logRetentionInDays?: number;
  logDataProtectionPolicy?: JsonObject;
  disableLogs?: boolean;
  maximumEventAge?: number;
  maximumRetryAttempts?: number | null;
  condition?: string;
  dependsOn?: string[];
  package?: PackageConfig | null;
  httpApi?: { payload?: string };
  url?: boolean | { authorizer?: string; cors?: boolean | CorsConfig; invokeMode?: string };
};

export type IamRoleConfig = {
  name?: string;
  path?: string;
  managedPolicies?: Json[];
  statements?: Json[];
  permissionBoundary?: Json;
  permissionsBoundary?: Json;
  tags?: Tags;
};

export type DeploymentBucketConfig = {
  name?: string;
  tags?: Tags;
  blockPublicAccess?: boolean;
  versioning?: boolean;
  skipPolicySetup?: boolean;
  maxPreviousDeploymentArtifacts?: number;
  serverSideEncryption?: string;
  sseCustomerAlgorithim?: string;
  sseCustomerKey?: string;
  sseCustomerKeyMD5?: string;
  sseKMSKeyId?: string;
};

export type HttpApiAuthorizerConfig = {
  type?: "jwt" | "request";
  name?: string;
  identitySource?: Json;
  issuerUrl?: Json;
  audience?: Json;
  functionName?: string;
  functionArn?: Json;
  managedExternally?: boolean;
  resultTtlInSeconds?: number;
  enableSimpleResponses?: boolean;
  payloadVersion?: string;
};

export type HttpApiConfig = {
  id?: Json;
  name?: string;
  description?: string;
  payload?: string;
  metrics?: boolean;
  disableDefaultEndpoint?: boolean | null;
  shouldStartNameWithService?: boolean;
  cors?: boolean | CorsConfig;
  authorizers?: Record<string, HttpApiAuthorizerConfig>;
};

export type UsagePlanConfig = {
  quota?: { limit?: number; offset?: number; period?: string };
  throttle?: { burstLimit?: number; rateLimit?: number };
};
export type ApiKeyConfig = string | { name?: string; value?: string; description?: string; customerId?: string; enabled?: boolean };

export type ApiGatewayConfig = {
  apiKeys?: (ApiKeyConfig | Record<string, ApiKeyConfig[]>)[];
  apiKeySourceType?: string;
  binaryMediaTypes?: string[];
  description?: string;
  disableDefaultEndpoint?: boolean | null;
  metrics?: boolean | null;
  endpoint?: { securityPolicy?: string; accessMode?: string | null };
  minimumCompressionSize?: number | null;
  resourcePolicy?: Json[];
  restApiId?: Json;
  restApiRootResourceId?: Json;
  restApiResources?: { path: string; resourceId: Json }[] | JsonObject;
  request?: { schemas?: Record<string, { schema?: Json; name?: string; description?: string }> };
  shouldStartNameWithService?: boolean;
  stage?: string;
  timeoutInMillis?: number;
  usagePlan?: UsagePlanConfig | Record<string, UsagePlanConfig>[];
  websocketApiId?: Json;
};

export type EcrImageConfig = {
  uri?: string;
  path?: string;
  buildArgs?: JsonObject;
  buildOptions?: string[];
  cacheFrom?: string[];
  platform?: string;
  provenance?: string;
};

export type ProviderConfig = {
  name: "aws";
  stackName?: string;
  stackTags?: Tags;
  stackPolicy?: Json[];
  stackParameters?: { ParameterKey?: string; ParameterValue?: string; UsePreviousValue?: boolean; ResolvedValue?: string }[];
  notificationArns?: string[];
  rollbackConfiguration?: { RollbackTriggers?: { Arn: string; Type: string }[]; MonitoringTimeInMinutes?: number };
  disableRollback?: boolean | null;
  deploymentMethod?: string;
  deletionProtection?: boolean | { stages: string[] };
  pruneFunctionVersions?: boolean | { number: number };
  profile?: string;
  tags?: Tags;
  runtime?: string;
  runtimeManagement?: RuntimeManagementConfig;
  architecture?: string;
  memorySize?: number;
  timeout?: number;
  environment?: JsonObject;
  layers?: Json[];
  vpc?: VpcConfig;
  kmsKeyArn?: Json;
  tracing?: { apiGateway?: boolean | null; lambda?: string | boolean };
  logs?: { lambda?: LambdaLogsConfig; httpApi?: boolean | { format?: string }; restApi?: StageLogsConfig; websocket?: StageLogsConfig; frameworkLambda?: boolean };
  logRetentionInDays?: number;
  logDataProtectionPolicy?: JsonObject;
  versionFunctions?: boolean | null;
  iam?: { role?: IamRoleConfig | RoleConfig; deploymentRole?: Json };
  role?: RoleConfig;
  rolePermissionsBoundary?: Json;
  iamManagedPolicies?: Json[];
  iamRoleStatements?: Json[];
  cfnRole?: Json;
  deploymentBucket?: string | DeploymentBucketConfig | null;
  deploymentPrefix?: string | null;
  apiName?: string;
  apiGateway?: ApiGatewayConfig;
  endpointType?: string;
  vpcEndpointIds?: Json;
  httpApi?: HttpApiConfig;
  s3?: Record<string, JsonObject & { name?: string }>;
  kinesis?: { consumerNamingMode?: string };
  ecr?: { images?: Record<string, string | EcrImageConfig> };
  alb?: JsonObject;
  cloudFront?: JsonObject;
  websocketsApiName?: string;
  websocketsApiRouteSelectionExpression?: string;
  websocketsDescription?: string;
};
