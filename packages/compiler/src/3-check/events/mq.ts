import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, object, string, text, type Schema } from "../schema.js";
import { filterPatterns, importValue, ref } from "../schemas/cloudformation.js";
import { secretArn } from "./kafka.js";

/** A queue of a broker of Amazon MQ; `virtualHost` is RabbitMQ's. */
export type MqEvent = {
  arn: Json;
  basicAuthArn: Json;
  queue: string;
  virtualHost?: string;
  batchSize?: number;
  maximumBatchingWindow?: number;
  enabled?: boolean | null;
  filterPatterns?: JsonObject[];
};

const brokerArn = string({ pattern: /arn:[a-z-]+:mq:[a-z0-9-]+:\d+:broker:[A-Za-z0-9/_+=.@-]+:b-[a-z0-9-]+/, title: "the ARN of a broker" });
const properties: Record<string, Schema> = {
  arn: anyOf(brokerArn, importValue, ref),
  basicAuthArn: anyOf(secretArn, importValue, ref),
  batchSize: { type: "number", minimum: 1, maximum: 10000 },
  maximumBatchingWindow: { type: "number", minimum: 0, maximum: 300 },
  enabled: boolean,
  queue: text,
  filterPatterns,
};
const required = ["basicAuthArn", "arn", "queue"];
export const activemq = object(properties, { required });
export const rabbitmq = object({ ...properties, virtualHost: text }, { required });
