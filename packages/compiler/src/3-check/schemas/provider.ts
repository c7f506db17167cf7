import { anyOf, boolean, constant, integer, list, mapOf, object, oneOfValues, string, text, uri, wordOf, type Schema } from "../schema.js";
import { letThrough } from "../other-versions.js";
import { apiGateway, httpApi, httpApiLogs, restApiLogs, websocketLogs } from "./api-gateway.js";
import { bucket } from "./bucket.js";
import { arn, arnText, bucketName, cfTexts, iamStatements, kmsArn, tags } from "./cloudformation.js";
import * as lambda from "./lambda.js";

export const stageName = string({ pattern: /^[A-Za-z0-9-]+$/ });
const texts = list(text);

const albShared = {
  onUnauthenticatedRequest: oneOfValues("allow", "authenticate", "deny"),
  requestExtraParams: mapOf(text, { maxProperties: 10 }),
  scope: text,
  sessionCookieName: text,
  sessionTimeout: integer(0),
};
const oidc = object(
  { type: constant("oidc"), authorizationEndpoint: uri, clientId: text, clientSecret: text, issuer: uri, tokenEndpoint: uri, userInfoEndpoint: uri, ...albShared },
  { required: ["type", "authorizationEndpoint", "clientId", "issuer", "tokenEndpoint", "userInfoEndpoint"] },
);
const cognito = object(
  { type: constant("cognito"), userPoolArn: arn, userPoolClientId: text, userPoolDomain: text, ...albShared },
  { required: ["type", "userPoolArn", "userPoolClientId", "userPoolDomain"] },
);

const cookies = oneOfValues("none", "whitelist", "allExcept", "all");
const cachePolicy = object(
  {
    Comment: text,
    DefaultTTL: integer(0),
    MaxTTL: integer(0),
    MinTTL: integer(0),
    ParametersInCacheKeyAndForwardedToOrigin: object(
      {
        CookiesConfig: object({ CookieBehavior: cookies, Cookies: texts }, { required: ["CookieBehavior"] }),
        EnableAcceptEncodingBrotli: boolean,
        EnableAcceptEncodingGzip: boolean,
        HeadersConfig: object({ HeaderBehavior: oneOfValues("none", "whitelist"), Headers: texts }, { required: ["HeaderBehavior"] }),
        QueryStringsConfig: object({ QueryStringBehavior: cookies, QueryStrings: texts }, { required: ["QueryStringBehavior"] }),
      },
      { required: ["CookiesConfig", "EnableAcceptEncodingGzip", "HeadersConfig", "QueryStringsConfig"] },
    ),
  },
  { required: ["DefaultTTL", "MaxTTL", "MinTTL", "ParametersInCacheKeyAndForwardedToOrigin"] },
);

const deploymentBucket = anyOf(
  bucketName,
  object({
    blockPublicAccess: boolean,
    skipPolicySetup: boolean,
    maxPreviousDeploymentArtifacts: integer(0),
    name: bucketName,
    versioning: boolean,
    serverSideEncryption: oneOfValues("AES256", "aws:kms"),
    sseCustomerAlgorithim: text,
    sseCustomerKey: text,
    sseCustomerKeyMD5: text,
    sseKMSKeyId: text,
    tags,
  }),
);

const role = anyOf(
  lambda.role,
  object({
    name: string({ pattern: /^[A-Za-z0-9/_+=,.@-]{1,64}$/ }),
    path: string({ pattern: /(^\/$)|(^\/[\u0021-\u007f]+\/$)/ }),
    managedPolicies: list(arn),
    statements: iamStatements,
    permissionBoundary: arn,
    permissionsBoundary: arn,
    tags,
    mode: oneOfValues("shared", "perFunction"),
  }),
);

const image = anyOf(
  object({
    uri: lambda.imageUri,
    path: text,
    file: text,
    buildArgs: mapOf(text),
    buildOptions: texts,
    cacheFrom: texts,
    platform: text,
    provenance: text,
  }),
  text,
);

/** The `provider` block. */
export const provider: Schema = object(
  {
    name: constant("aws"),
    alb: object({ targetGroupPrefix: string({ maxLength: 16 }), authorizers: mapOf(anyOf(oidc, cognito)) }),
    apiGateway,
    apiName: text,
    architecture: lambda.architecture,
    cfnRole: arn,
    cloudFront: object({ cachePolicies: mapOf(cachePolicy) }),
    deletionProtection: anyOf(boolean, object({ stages: list(stageName, { minItems: 1 }) }, { required: ["stages"] })),
    deploymentBucket,
    deploymentPrefix: text,
    disableRollback: boolean,
    endpointType: wordOf("REGIONAL", "EDGE", "PRIVATE"),
    environment: lambda.environment,
    eventBridge: object({ useCloudFormation: boolean }),
    httpApi,
    iam: object({ role, deploymentRole: arn }),
    iamManagedPolicies: list(arn),
    iamRoleStatements: iamStatements,
    ecr: object(
      { scanOnPush: boolean, maxImageCount: integer(1), images: { type: "object", patternProperties: [[lambda.imageNamePattern, image]] } },
      { required: ["images"] },
    ),
    kmsKeyArn: kmsArn,
    layers: lambda.layers,
    logRetentionInDays: lambda.logRetentionInDays,
    logDataProtectionPolicy: lambda.logDataProtectionPolicy,
    logs: {
      type: "object",
      properties: { frameworkLambda: boolean, httpApi: httpApiLogs, restApi: restApiLogs, websocket: websocketLogs, lambda: lambda.lambdaLogs },
    },
    memorySize: lambda.memorySize,
    notificationArns: list(arnText),
    profile: text,
    region: string({ pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, title: "an AWS region" }),
    role: lambda.role,
    rolePermissionsBoundary: arnText,
    rollbackConfiguration: object({
      RollbackTriggers: list(object({ Arn: arnText, Type: constant("AWS::CloudWatch::Alarm") }, { required: ["Arn", "Type"] })),
      MonitoringTimeInMinutes: integer(0),
    }),
    runtime: lambda.runtime,
    runtimeManagement: lambda.runtimeManagement,
    deploymentMethod: oneOfValues("changesets", "direct"),
    s3: mapOf(bucket),
    stage: stageName,
    stackName: string({ pattern: /^[a-zA-Z][a-zA-Z0-9-]*$/, maxLength: 128 }),
    stackParameters: list(object({ ParameterKey: text, ParameterValue: text, UsePreviousValue: boolean, ResolvedValue: text })),
    stackPolicy: iamStatements,
    stackTags: tags,
    tags,
    timeout: lambda.timeout,
    tracing: object({ apiGateway: boolean, lambda: lambda.tracing }),
    vpc: lambda.vpc,
    vpcEndpointIds: cfTexts,
    versionFunctions: boolean,
    pruneFunctionVersions: anyOf(boolean, object({ number: integer(1) }, { required: ["number"] })),
    websocket: object({ useProviderTags: boolean }),
    websocketsApiName: text,
    kinesis: object({ consumerNamingMode: constant("serviceSpecific") }),
    websocketsApiRouteSelectionExpression: text,
    websocketsDescription: text,
    ...letThrough("provider"),
  },
  { required: ["name"] },
);
