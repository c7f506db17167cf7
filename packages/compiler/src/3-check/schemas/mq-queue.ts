import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, string, text, type Schema } from "../schema.js";
import { filterPatterns, importValue, ref, secretArn } from "./cloudformation.js";

/** A queue of a broker of Amazon MQ. */
export type MqQueue = {
  arn: Json;
  basicAuthArn: Json;
  queue: string;
  batchSize?: number;
  maximumBatchingWindow?: number;
  enabled?: boolean | null;
  filterPatterns?: JsonObject[];
};

const brokerArn = string({ pattern: /arn:[a-z-]+:mq:[a-z0-9-]+:\d+:broker:[A-Za-z0-9/_+=.@-]+:b-[a-z0-9-]+/, title: "the ARN of a broker" });
export const mqQueue: Record<string, Schema> = {
  arn: anyOf(brokerArn, importValue, ref),
  basicAuthArn: anyOf(secretArn, importValue, ref),
  batchSize: { type: "number", minimum: 1, maximum: 10000 },
  maximumBatchingWindow: { type: "number", minimum: 0, maximum: 300 },
  enabled: boolean,
  queue: text,
  filterPatterns,
};
export const mqRequired = ["basicAuthArn", "arn", "queue"];
