import type { EventKind } from "../3-check/event-config.js";
import type { EventEmitter } from "./event-emitter.js";
import { emitHttpApi } from "./events/http-api.js";
import { emitHttp } from "./events/http/http.js";
import { emitS3 } from "./events/s3.js";
import { emitSchedule } from "./events/schedule.js";
import { emitSns } from "./events/sns.js";
import { emitSqs } from "./events/sqs.js";
import { emitStream } from "./events/stream.js";

/** Every event type and what emits it, in the order in which the reference emits them: it shows in the shared role. */
export const eventEmitters = {
  schedule: emitSchedule,
  s3: emitS3,
  http: emitHttp,
  sns: emitSns,
  stream: emitStream,
  sqs: emitSqs,
  httpApi: emitHttpApi,
} satisfies Record<EventKind, EventEmitter>;
