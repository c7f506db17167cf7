import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { ActivemqEvent } from "./events/activemq.js";
import type { AlbEvent } from "./events/alb.js";
import type { AlexaSkillEvent } from "./events/alexa-skill.js";
import type { AlexaSmartHomeEvent } from "./events/alexa-smart-home.js";
import type { CloudFrontEvent } from "./events/cloud-front.js";
import type { CloudwatchEvent } from "./events/cloudwatch-event.js";
import type { CloudwatchLogEvent } from "./events/cloudwatch-log.js";
import type { CognitoUserPoolEvent } from "./events/cognito-user-pool.js";
import type { EventBridgeEvent } from "./events/event-bridge.js";
import type { IotFleetProvisioningEvent } from "./events/iot-fleet-provisioning.js";
import type { IotEvent } from "./events/iot.js";
import type { KafkaEvent } from "./events/kafka.js";
import type { MskEvent } from "./events/msk.js";
import type { RabbitmqEvent } from "./events/rabbitmq.js";
import type { S3Event } from "./events/s3.js";
import type { ScheduleEvent } from "./events/schedule.js";
import type { SnsEvent } from "./events/sns.js";
import type { SqsEvent } from "./events/sqs.js";
import type { StreamEvent } from "./events/stream.js";
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
  activemq: ActivemqEvent;
  rabbitmq: RabbitmqEvent;
  alb: AlbEvent;
  alexaSkill: string | AlexaSkillEvent;
  alexaSmartHome: string | AlexaSmartHomeEvent;
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
