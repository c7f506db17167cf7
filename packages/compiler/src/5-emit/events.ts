import type { EventKind } from "../3-check/event-config.js";
import type { EventEmitter } from "./event-emitter.js";
import { emitActivemq } from "./events/activemq.js";
import { emitAlb } from "./events/alb.js";
import { emitAlexaSkill } from "./events/alexa-skill.js";
import { emitAlexaSmartHome } from "./events/alexa-smart-home.js";
import { emitCloudFront } from "./events/cloud-front.js";
import { emitCloudwatchEvent } from "./events/cloudwatch-event.js";
import { emitCloudwatchLog } from "./events/cloudwatch-log.js";
import { emitCognitoUserPool } from "./events/cognito-user-pool.js";
import { emitEventBridge } from "./events/event-bridge.js";
import { emitHttpApi } from "./events/http-api.js";
import { emitHttp } from "./events/http.js";
import { emitIotFleetProvisioning } from "./events/iot-fleet-provisioning.js";
import { emitIot } from "./events/iot.js";
import { emitKafka } from "./events/kafka.js";
import { emitMsk } from "./events/msk.js";
import { emitRabbitmq } from "./events/rabbitmq.js";
import { emitS3 } from "./events/s3.js";
import { emitSchedule } from "./events/schedule.js";
import { emitSns } from "./events/sns.js";
import { emitSqs } from "./events/sqs.js";
import { emitStream } from "./events/stream.js";
import { emitWebsocket } from "./events/websocket.js";

/** Every event type and what emits it, in the order in which the reference emits them: it shows in the shared role. */
export const eventEmitters = {
  schedule: emitSchedule,
  s3: emitS3,
  http: emitHttp,
  websocket: emitWebsocket,
  sns: emitSns,
  stream: emitStream,
  kafka: emitKafka,
  activemq: emitActivemq,
  rabbitmq: emitRabbitmq,
  msk: emitMsk,
  alb: emitAlb,
  alexaSkill: emitAlexaSkill,
  alexaSmartHome: emitAlexaSmartHome,
  iot: emitIot,
  iotFleetProvisioning: emitIotFleetProvisioning,
  cloudwatchEvent: emitCloudwatchEvent,
  cloudwatchLog: emitCloudwatchLog,
  cognitoUserPool: emitCognitoUserPool,
  eventBridge: emitEventBridge,
  sqs: emitSqs,
  cloudFront: emitCloudFront,
  httpApi: emitHttpApi,
} satisfies Record<EventKind, EventEmitter>;
