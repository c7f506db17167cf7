import { anyOf, boolean, constant, integer, list, object, oneOfValues, string, text, type Schema } from "../schema.js";
import { arn, arnText, cfFindInMap, cfFunction, cfIf, cfSelect, cfSplit, cfText, cfValue, getAtt, importValue, join, kmsArn, sub, tags } from "./cloudformation.js";

/** Settings that both the provider and a function can have. */
export const architecture = oneOfValues("arm64", "x86_64");
export const environment: Schema = {
  type: "object",
  patternProperties: [[/^[A-Za-z_][a-zA-Z0-9_]*$/, anyOf(constant(""), cfText, cfIf, cfSelect)]],
  additionalProperties: false,
};
export const layers = list(arn);
export const memorySize = integer(128, 10240);
export const role = anyOf(string({ minLength: 1 }), sub, importValue, getAtt);
export const runtime = oneOfValues(
  "nodejs24.x", "nodejs22.x", "nodejs20.x", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10",
  // Deprecated ones that services deployed long ago still name; a policy rule warns of them.
  "nodejs18.x", "nodejs16.x", "python3.9", "python3.8", "dotnet6", "ruby3.2",
  "java25", "java21", "java17.al2023", "java17", "java11.al2023", "java11", "java8.al2023", "java8.al2",
  "dotnet10", "dotnet9", "dotnet8", "ruby4.0", "ruby3.4", "ruby3.3", "provided.al2023", "provided.al2",
);
export const runtimeManagement: Schema = {
  oneOf: [oneOfValues("auto", "onFunctionUpdate"), object({ mode: oneOfValues("auto", "onFunctionUpdate", "manual"), arn })],
};
export const timeout = integer(1, 900);
export const tracing = anyOf(oneOfValues("Active", "PassThrough"), boolean);
export const logRetentionInDays: Schema = {
  type: "number",
  enum: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 2192, 2557, 2922, 3288, 3653],
};
export const logDataProtectionPolicy = object(
  { Name: text, Description: text, Version: text, Statement: { type: "array" } },
  { required: ["Name", "Version", "Statement"] },
);
export const lambdaLogs = object({
  applicationLogLevel: string({ enum: ["DEBUG", "ERROR", "FATAL", "INFO", "TRACE", "WARN"] }),
  logFormat: string({ enum: ["JSON", "Text"] }),
  logGroup: string({ pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/ }),
  systemLogLevel: string({ enum: ["DEBUG", "INFO", "WARN"] }),
});
const vpcList = (maxItems: number): Schema => anyOf(list(anyOf(cfText, cfIf), { maxItems }), cfSplit, cfFindInMap);
export const vpc = object(
  { ipv6AllowedForDualStack: boolean, securityGroupIds: vpcList(5), subnetIds: vpcList(16) },
  { required: ["securityGroupIds", "subnetIds"] },
);
export const httpApiPayload = string({ enum: ["1.0", "2.0"] });

export const imageNamePattern = /^[a-z][a-z0-9-_]{1,31}$/;
export const imageUri = string({
  pattern: /^\d+\.dkr\.ecr\.[a-z0-9-]+..amazonaws.com\/([^@]+)|([^@:]+@sha256:[a-f0-9]{64})$/,
  title: "the URI of an image in ECR",
});

const destination = anyOf(
  string({ minLength: 1 }),
  object({ arn: cfFunction, type: oneOfValues("function", "sns", "sqs", "eventBus") }, { required: ["arn", "type"] }),
);
const corsList = (maxItems: number): Schema => list(text, { minItems: 1, maxItems });
const url = anyOf(
  boolean,
  object({
    authorizer: string({ enum: ["aws_iam"] }),
    cors: anyOf(
      boolean,
      object({
        allowCredentials: boolean,
        allowedHeaders: corsList(100),
        allowedMethods: corsList(6),
        allowedOrigins: corsList(100),
        exposedResponseHeaders: corsList(100),
        maxAge: integer(0),
      }),
    ),
    invokeMode: string({ enum: ["BUFFERED", "RESPONSE_STREAM"] }),
  }),
);
const fileSystemArn = string({
  pattern: /^arn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-[1-9]{1}:[0-9]{12}:access-point\/fsap-[a-f0-9]{17}$/,
  title: "the ARN of an EFS access point",
});
const image = anyOf(
  imageUri,
  string({ pattern: imageNamePattern }),
  object({ name: string({ pattern: imageNamePattern }), uri: imageUri, workingDirectory: text, command: list(text), entryPoint: list(text) }),
);

/** Properties of a function, but for `name` and `events`. */
export const functionProperties: Record<string, Schema> = {
  architecture,
  awsKmsKeyArn: kmsArn,
  condition: text,
  dependsOn: list(text),
  description: string({ maxLength: 256 }),
  destinations: object({ onSuccess: destination, onFailure: destination }),
  disableLogs: boolean,
  durableConfig: object({ executionTimeout: integer(1, 31622400), retentionPeriodInDays: integer(1, 90) }, { required: ["executionTimeout"] }),
  environment,
  ephemeralStorageSize: integer(512, 10240),
  logs: lambdaLogs,
  fileSystemConfig: object(
    { arn: anyOf(fileSystemArn, getAtt, join, importValue), localMountPath: string({ pattern: /^\/mnt\/[a-zA-Z0-9-_.]+$/ }) },
    { required: ["localMountPath", "arn"] },
  ),
  handler: text,
  image,
  kmsKeyArn: kmsArn,
  recursiveLoop: oneOfValues("Allow", "Terminate"),
  snapStart: boolean,
  layers,
  logRetentionInDays,
  logDataProtectionPolicy,
  maximumEventAge: integer(60, 21600),
  maximumRetryAttempts: integer(0, 2),
  memorySize,
  onError: anyOf(string({ pattern: /^arn:aws[a-z-]*:sns/, title: "the ARN of an SNS topic" }), cfFunction),
  package: object({ artifact: text, individually: boolean, patterns: list(text) }),
  provisionedConcurrency: cfValue(integer(0)),
  reservedConcurrency: cfValue(integer(0)),
  role,
  runtime,
  runtimeManagement,
  tags,
  timeout,
  tracing,
  url,
  versionFunction: boolean,
  vpc: anyOf(vpc, constant(false), { type: "null" }),
  httpApi: object({ payload: httpApiPayload }),
};

const layerName = /^((arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+)$/;
export const layer = object({
  allowedAccounts: list(string({ pattern: /^(\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root)$/ })),
  compatibleArchitectures: list(architecture, { maxItems: 2 }),
  compatibleRuntimes: list(runtime, { maxItems: 15 }),
  description: string({ maxLength: 256 }),
  licenseInfo: string({ maxLength: 512 }),
  name: string({ minLength: 1, maxLength: 140, pattern: layerName }),
  package: object({ artifact: text, patterns: list(text) }),
  path: text,
  retain: boolean,
});
export const notificationArns = list(arnText);
