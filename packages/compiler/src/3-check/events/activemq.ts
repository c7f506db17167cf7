import { object } from "../schema.js";
import { mqQueue, mqRequired, type MqQueue } from "../schemas/mq-queue.js";

export type ActivemqEvent = MqQueue;
export const activemq = object(mqQueue, { required: mqRequired });
