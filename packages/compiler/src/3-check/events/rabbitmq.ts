import { object, text } from "../schema.js";
import { mqQueue, mqRequired, type MqQueue } from "../schemas/mq-queue.js";

export type RabbitmqEvent = MqQueue & { virtualHost?: string };
export const rabbitmq = object({ ...mqQueue, virtualHost: text }, { required: mqRequired });
