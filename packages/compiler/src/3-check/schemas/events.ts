import type { Schema } from "../schema.js";
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
import { httpApi } from "../events/http-api.js";
import { http } from "../events/http.js";
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
