import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { AlbEvent } from "./events/alb.js";
import type { AlexaEvent } from "./events/alexa.js";
import type { CloudFrontEvent } from "./events/cloud-front.js";
import type { CloudwatchLogEvent } from "./events/cloudwatch-log.js";
import type { CognitoUserPoolEvent } from "./events/cognito-user-pool.js";
import type { CloudwatchEvent, EventBridgeEvent } from "./events/event-rules.js";
import type { IotEvent, IotFleetProvisioningEvent } from "./events/iot.js";
import type { KafkaEvent, MskEvent } from "./events/kafka.js";
import type { MqEvent } from "./events/mq.js";
import type { WebsocketEvent } from "./events/websocket.js";

export type HttpAuthorizerConfig = {
  arn?: Json;
  authorizerId?: Json;
  claims?: string[];
  identitySource?: string;
  identityValidationExpression?: string;
  managedExternally?: boolean | null;
  name?: string;
  resultTtlInSeconds?: number;
  scopes?: Json[];
  type?: string;
};
export type HttpCorsConfig = {
  allowCredentials?: boolean;
  cacheControl?: string;
  headers?: string[] | null;
  maxAge?: number;
  methods?: string[] | null;
  origin?: string | null;
  origins?: string[] | null;
};
export type HttpParameter = boolean | { required?: boolean | null; mappedValue?: Json };
export type HttpRequestConfig = {
  contentHandling?: string;
  method?: string;
  parameters?: { querystrings?: Record<string, HttpParameter> | null; headers?: Record<string, HttpParameter> | null; paths?: Record<string, HttpParameter> | null } | null;
  passThrough?: string;
  schemas?: Record<string, string | JsonObject>;
  template?: Record<string, string | null>;
  uri?: Json;
};
export type HttpStatusConfig = { headers?: Record<string, string>; pattern?: string; template?: string | Record<string, string> };
export type HttpResponseConfig = {
  contentHandling?: string;
  headers?: Record<string, string>;
  template?: string;
  transferMode?: string;
  statusCodes?: Record<string, HttpStatusConfig>;
};
export type HttpEvent = {
  path: string;
  method: string;
  async?: boolean;
  authorizer?: string | HttpAuthorizerConfig;
  connectionId?: Json;
  connectionType?: string;
  cors?: boolean | HttpCorsConfig;
  integration?: string;
  operationId?: string;
  private?: boolean;
  request?: HttpRequestConfig;
  response?: HttpResponseConfig;
  timeoutInMillis?: number;
};

export type HttpApiEvent = {
  path: string;
  method?: string;
  authorizer?: string | { id?: Json; name?: string; scopes?: string[]; type?: "request" | "jwt" | "aws_iam" };
};

export type ScheduleEvent = {
  rate: Json[];
  enabled?: boolean;
  name?: string;
  description?: string;
  input?: string | JsonObject;
  inputPath?: string;
  inputTransformer?: { inputTemplate: string; inputPathsMap?: JsonObject };
  method?: "eventBus" | "scheduler";
  roleArn?: Json;
  groupName?: Json;
  timezone?: string;
};

export type SqsEvent = {
  arn: Json;
  batchSize?: number;
  enabled?: boolean;
  maximumBatchingWindow?: number | null;
  functionResponseType?: string | null;
  filterPatterns?: JsonObject[];
  maximumConcurrency?: number;
};

export type SnsEvent = {
  arn?: Json;
  topicName?: string;
  displayName?: string;
  filterPolicy?: JsonObject;
  filterPolicyScope?: string;
  redrivePolicy?: { deadLetterTargetArn?: string; deadLetterTargetRef?: string; deadLetterTargetImport?: { arn: string; url: string } };
};

export type S3Event = {
  bucket: Json;
  event?: string;
  existing?: boolean;
  forceDeploy?: boolean;
  rules?: Record<string, Json>[];
};

export type StreamEvent = {
  arn: Json;
  type?: "dynamodb" | "kinesis";
  batchSize?: number;
  parallelizationFactor?: number;
  startingPosition?: string;
  startingPositionTimestamp?: number;
  enabled?: boolean;
  consumer?: Json;
  batchWindow?: number | null;
  maximumRetryAttempts?: number | null;
  bisectBatchOnFunctionError?: boolean | null;
  maximumRecordAgeInSeconds?: number;
  functionResponseType?: string | null;
  destinations?: { onFailure: string | { arn: Json; type?: string } };
  tumblingWindowInSeconds?: number | null;
  filterPatterns?: JsonObject[];
};

/** What each event type may hold: its short form as text, its long form as an object. */
export type EventConfigs = {
  http: string | HttpEvent;
  httpApi: string | HttpApiEvent;
  schedule: string | ScheduleEvent;
  sqs: string | SqsEvent;
  sns: string | SnsEvent;
  s3: string | S3Event;
  stream: string | StreamEvent;
  websocket: string | WebsocketEvent;
  msk: MskEvent;
  kafka: KafkaEvent;
  activemq: MqEvent;
  rabbitmq: MqEvent;
  alb: AlbEvent;
  alexaSkill: string | AlexaEvent;
  alexaSmartHome: string | AlexaEvent;
  iot: IotEvent;
  iotFleetProvisioning: IotFleetProvisioningEvent;
  cloudwatchEvent: CloudwatchEvent;
  cloudwatchLog: string | CloudwatchLogEvent;
  eventBridge: EventBridgeEvent;
  cognitoUserPool: CognitoUserPoolEvent;
  cloudFront: CloudFrontEvent;
};
export type EventKind = keyof EventConfigs;
/** One item of a function's `events`: an object with one event type as its key. */
export type EventConfig = Partial<EventConfigs>;
