import { anyObject, anyOf, boolean, constant, integer, list, mapOf, object, oneOfValues, string, text, wordOf, type Schema } from "../schema.js";
import { arn, cfText, resourceStatements } from "./cloudformation.js";
import { httpApiPayload } from "./lambda.js";

const usagePlan = object({
  quota: object({ limit: integer(0), offset: integer(0), period: oneOfValues("DAY", "WEEK", "MONTH") }),
  throttle: object({ burstLimit: integer(0), rateLimit: integer(0) }),
});
const apiKey = object({ name: text, value: text, description: text, customerId: text, enabled: boolean });
const apiKeys = list(anyOf(text, apiKey, mapOf(list({ oneOf: [text, apiKey] }), { maxProperties: 1 })));

export const apiGateway = object({
  apiKeys,
  apiKeySourceType: wordOf("HEADER", "AUTHORIZER"),
  binaryMediaTypes: list(string({ pattern: /^\S+\/\S+$/ })),
  description: text,
  disableDefaultEndpoint: boolean,
  endpoint: object({ securityPolicy: text, accessMode: anyOf(wordOf("BASIC", "STRICT"), constant("")) }),
  metrics: boolean,
  minimumCompressionSize: integer(0, 10485760),
  resourcePolicy: resourceStatements,
  restApiId: cfText,
  restApiResources: anyOf(list(object({ path: text, resourceId: text })), anyObject),
  restApiRootResourceId: cfText,
  request: object({ schemas: mapOf(object({ schema: anyObject, name: text, description: text }, { required: ["schema"] })) }),
  shouldStartNameWithService: boolean,
  stage: text,
  timeoutInMillis: integer(50),
  usagePlan: anyOf(usagePlan, list(mapOf(usagePlan, { maxProperties: 1 }))),
  websocketApiId: cfText,
});

const texts = list(text);
const oneOrMore = anyOf(cfText, list(cfText));
const jwtAuthorizer = object(
  { type: constant("jwt"), name: text, identitySource: cfText, issuerUrl: cfText, audience: oneOrMore },
  { required: ["identitySource", "issuerUrl", "audience"] },
);
const requestAuthorizer: Schema = {
  type: "object",
  properties: {
    type: constant("request"),
    name: text,
    functionName: text,
    functionArn: cfText,
    managedExternally: boolean,
    resultTtlInSeconds: integer(0, 3600),
    enableSimpleResponses: boolean,
    payloadVersion: httpApiPayload,
    identitySource: oneOrMore,
  },
  required: ["type"],
};

export const httpApi = object({
  authorizers: mapOf({ oneOf: [jwtAuthorizer, requestAuthorizer] }),
  cors: anyOf(
    boolean,
    object({
      allowCredentials: boolean,
      allowedHeaders: texts,
      allowedMethods: texts,
      allowedOrigins: texts,
      exposedResponseHeaders: texts,
      maxAge: integer(0),
    }),
  ),
  id: anyOf(text, object({ "Fn::ImportValue": text }, { required: ["Fn::ImportValue"] })),
  name: text,
  description: text,
  payload: text,
  metrics: boolean,
  useProviderTags: constant(true),
  disableDefaultEndpoint: boolean,
  shouldStartNameWithService: boolean,
});

const stageLogs = {
  accessLogging: boolean,
  executionLogging: boolean,
  format: text,
  fullExecutionData: boolean,
  level: oneOfValues("INFO", "ERROR"),
};
export const restApiLogs = anyOf(boolean, object({ ...stageLogs, role: arn, roleManagedExternally: boolean }));
export const websocketLogs = anyOf(boolean, object(stageLogs));
export const httpApiLogs = anyOf(boolean, object({ format: text }));
