import { anyOf, boolean, integer, list, mapOf, object, oneOfValues, string, text, wordOf, type Schema } from "../schema.js";
import type { EventKind } from "../event-config.js";
import { activemq } from "../events/activemq.js";
import { alb } from "../events/alb.js";
import { alexaSkill } from "../events/alexa-skill.js";
import { alexaSmartHome } from "../events/alexa-smart-home.js";
import { cloudFront } from "../events/cloud-front.js";
import { cloudwatchEvent } from "../events/cloudwatch-event.js";
import { cloudwatchLog } from "../events/cloudwatch-log.js";
import { cognitoUserPool } from "../events/cognito-user-pool.js";
import { eventBridge } from "../events/event-bridge.js";
import { iotFleetProvisioning } from "../events/iot-fleet-provisioning.js";
import { iot } from "../events/iot.js";
import { kafka } from "../events/kafka.js";
import { msk } from "../events/msk.js";
import { rabbitmq } from "../events/rabbitmq.js";
import { s3 } from "../events/s3.js";
import { schedule } from "../events/schedule.js";
import { sns } from "../events/sns.js";
import { sqs } from "../events/sqs.js";
import { stream } from "../events/stream.js";
import { websocket } from "../events/websocket.js";
import { arn, cfFunction, cfText } from "./cloudformation.js";

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
  alexaSkill,
  alexaSmartHome,
  iot,
  iotFleetProvisioning,
  cloudwatchEvent,
  cloudwatchLog,
  eventBridge,
  cognitoUserPool,
  cloudFront,
} satisfies Record<EventKind, Schema>;
