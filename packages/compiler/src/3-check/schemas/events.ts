import { anyOf, boolean, constant, integer, list, mapOf, number, object, oneOfValues, string, text, wordOf, type Schema } from "../schema.js";
import type { EventKind } from "../event-config.js";
import { alb } from "../events/alb.js";
import { alexa } from "../events/alexa.js";
import { cloudFront } from "../events/cloud-front.js";
import { cloudwatchLog } from "../events/cloudwatch-log.js";
import { cognitoUserPool } from "../events/cognito-user-pool.js";
import { cloudwatchEvent, eventBridge } from "../events/event-rules.js";
import { iot, iotFleetProvisioning } from "../events/iot.js";
import { kafka, msk } from "../events/kafka.js";
import { activemq, rabbitmq } from "../events/mq.js";
import { websocket } from "../events/websocket.js";
import { arn, arnText, cfFunction, cfIf, cfText, filterPatterns } from "./cloudformation.js";

const methods = "GET|POST|PUT|PATCH|OPTIONS|HEAD|DELETE|ANY";
const method = string({ pattern: new RegExp(`^(?:\\*|${methods})$`, "i"), title: "an HTTP method" });
const methodAndPath = string({ pattern: new RegExp(`^(?:\\*|(${methods}) (\\/\\S*))$`, "i"), title: '"METHOD /path"' });

const parameters = mapOf(anyOf(boolean, object({ required: boolean, mappedValue: cfText })));
const httpAuthorizer = anyOf(
  text,
  object({
    arn,
    authorizerId: cfText,
    claims: list(text),
    identitySource: text,
    identityValidationExpression: text,
    managedExternally: boolean,
    name: text,
    resultTtlInSeconds: integer(0, 3600),
    scopes: list(anyOf(text, cfText)),
    type: wordOf("token", "cognito_user_pools", "request", "aws_iam", "custom"),
  }),
);
const httpCors = anyOf(
  boolean,
  object({
    allowCredentials: boolean,
    cacheControl: text,
    headers: list(text),
    maxAge: integer(1),
    methods: list(oneOfValues(...methods.split("|"))),
    origin: text,
    origins: list(text),
  }),
);
const contentHandling = oneOfValues("CONVERT_TO_BINARY", "CONVERT_TO_TEXT");
const request = object({
  contentHandling,
  method,
  parameters: object({ querystrings: parameters, headers: parameters, paths: parameters }),
  passThrough: oneOfValues("NEVER", "WHEN_NO_MATCH", "WHEN_NO_TEMPLATES"),
  schemas: mapOf(anyOf({ type: "object" }, text)),
  template: mapOf(text),
  uri: cfText,
});
const response = object({
  contentHandling,
  headers: mapOf(text),
  template: text,
  transferMode: wordOf("BUFFERED", "STREAM"),
  statusCodes: {
    type: "object",
    patternProperties: [[/^\d{3}$/, object({ headers: mapOf(text), pattern: text, template: anyOf(text, mapOf(text)) })]],
    additionalProperties: false,
  },
});
const http = anyOf(
  methodAndPath,
  object(
    {
      async: boolean,
      authorizer: httpAuthorizer,
      connectionId: cfText,
      connectionType: wordOf("vpc-link", "VPC_LINK"),
      cors: httpCors,
      integration: wordOf("LAMBDA_PROXY", "LAMBDA-PROXY", "LAMBDA", "AWS", "AWS_PROXY", "AWS-PROXY", "HTTP", "HTTP_PROXY", "HTTP-PROXY", "MOCK"),
      method,
      operationId: text,
      path: string({ pattern: /^(?:\*|\/?\S*)$/, title: "a path" }),
      private: boolean,
      request,
      response,
      timeoutInMillis: integer(50),
    },
    { required: ["path", "method"] },
  ),
);

const httpApi = anyOf(
  methodAndPath,
  object(
    {
      authorizer: anyOf(
        text,
        {
          ...object({ id: anyOf(text, cfFunction), name: text, scopes: list(text), type: string({ enum: ["request", "jwt", "aws_iam"] }) }),
          anyOf: [{ required: ["id"] }, { required: ["name"] }, { required: ["type"] }],
          title: "the name of an authorizer, or an object with its id, name or type",
        },
      ),
      method,
      path: string({ pattern: /^(?:\*|\/\S*)$/, title: 'a path that begins with "/"' }),
    },
    { required: ["path"] },
  ),
);

const rateOrCron = string({
  pattern: /^rate\((?:1 (?:minute|hour|day)|(?:1\d+|[2-9]\d*) (?:minute|hour|day)s)\)$|^cron\(\S+ \S+ \S+ \S+ \S+ \S+\)$/,
  title: '"rate(5 minutes)" or "cron(0 12 * * ? *)"',
});
const scheduleInput = anyOf(string({ maxLength: 8192 }), {
  type: "object",
  oneOf: [object({ body: string({ maxLength: 8192 }) }, { required: ["body"] }), { not: { required: ["body"] } }],
});
const schedule = anyOf(
  rateOrCron,
  object(
    {
      rate: list(anyOf(cfFunction, rateOrCron), { minItems: 1 }),
      enabled: boolean,
      name: string({ minLength: 1, maxLength: 64, pattern: /[.\-_A-Za-z0-9]+/ }),
      description: string({ maxLength: 512 }),
      input: scheduleInput,
      inputPath: string({ maxLength: 256 }),
      inputTransformer: object({ inputTemplate: string({ minLength: 1, maxLength: 8192 }), inputPathsMap: { type: "object" } }, { required: ["inputTemplate"] }),
      method: string({ enum: ["eventBus", "scheduler"] }),
      roleArn: anyOf(text, cfFunction),
      groupName: anyOf(string({ minLength: 1, maxLength: 64, pattern: /^[0-9a-zA-Z-_.]+$/ }), cfFunction),
      timezone: string({ pattern: /[\w\-/]+/ }),
    },
    { required: ["rate"] },
  ),
);

const sqs = anyOf(
  arnText,
  object(
    {
      arn,
      batchSize: integer(1, 10000),
      enabled: boolean,
      maximumBatchingWindow: integer(0, 300),
      functionResponseType: oneOfValues("ReportBatchItemFailures"),
      filterPatterns,
      maximumConcurrency: integer(2, 1000),
    },
    { required: ["arn"] },
  ),
);

const topicName = string({ maxLength: 256, pattern: /^[\w-]+$/, title: "the name of a topic" });
const sns = anyOf(topicName, arnText, {
  ...object({
    arn,
    topicName,
    displayName: string({ minLength: 1 }),
    filterPolicy: { type: "object" },
    filterPolicyScope: text,
    redrivePolicy: {
      ...object({
        deadLetterTargetArn: arnText,
        deadLetterTargetRef: string({ minLength: 1 }),
        deadLetterTargetImport: object({ arn: arnText, url: string({ minLength: 1 }) }, { required: ["arn", "url"] }),
      }),
      oneOf: [{ required: ["deadLetterTargetArn"] }, { required: ["deadLetterTargetRef"] }, { required: ["deadLetterTargetImport"] }],
      title: "an object with one of deadLetterTargetArn, deadLetterTargetRef and deadLetterTargetImport",
    },
  }),
  anyOf: [{ required: ["arn"] }, { required: ["topicName"] }],
});

const s3 = anyOf(
  text,
  object(
    {
      bucket: anyOf(text, cfFunction, cfIf),
      event: string({ pattern: /^s3:.+$/ }),
      existing: boolean,
      forceDeploy: boolean,
      rules: list(object({ prefix: anyOf(text, cfFunction), suffix: anyOf(text, cfFunction) }, { maxProperties: 1 })),
    },
    { required: ["bucket"] },
  ),
);

/** An ARN that says its type, or a CloudFormation function next to a `type`. */
const arnWithType: Pick<Schema, "anyOf" | "title"> = {
  anyOf: [
    { properties: { arn: cfFunction }, required: ["arn", "type"] },
    { properties: { arn: arnText }, required: ["arn"] },
  ],
  title: "an ARN, or an object with an ARN (and a type, unless the ARN is a text)",
};
const stream = anyOf(arnText, {
  ...object({
    arn: {},
    type: oneOfValues("dynamodb", "kinesis"),
    batchSize: integer(1, 10000),
    parallelizationFactor: integer(1, 10),
    startingPosition: oneOfValues("LATEST", "TRIM_HORIZON", "AT_TIMESTAMP"),
    startingPositionTimestamp: number,
    enabled: boolean,
    consumer: anyOf(constant(true), arn),
    batchWindow: integer(0, 300),
    maximumRetryAttempts: integer(-1, 10000),
    bisectBatchOnFunctionError: boolean,
    maximumRecordAgeInSeconds: anyOf(constant(-1), integer(60, 604800)),
    functionResponseType: oneOfValues("ReportBatchItemFailures"),
    destinations: object(
      { onFailure: anyOf(arnText, { ...object({ arn: {}, type: oneOfValues("sns", "sqs") }), ...arnWithType }) },
      { required: ["onFailure"] },
    ),
    tumblingWindowInSeconds: integer(0, 900),
    filterPatterns,
  }),
  ...arnWithType,
});

/** Every event type that can be compiled, and what its value may be. */
export const eventSchemas = {
  http,
  httpApi,
  schedule,
  sqs,
  sns,
  s3,
  stream,
  websocket,
  msk,
  kafka,
  activemq,
  rabbitmq,
  alb,
  alexaSkill: alexa,
  alexaSmartHome: alexa,
  iot,
  iotFleetProvisioning,
  cloudwatchEvent,
  cloudwatchLog,
  eventBridge,
  cognitoUserPool,
  cloudFront,
} satisfies Record<EventKind, Schema>;
