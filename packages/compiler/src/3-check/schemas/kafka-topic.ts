import type { JsonObject } from "@windlass/cloudformation/template";
import { boolean, string, text, type Schema } from "../schema.js";
import { filterPatterns } from "./cloudformation.js";

/** What mappings of MSK and of other Kafka clusters share. */
export type KafkaTopic = {
  topic: string;
  batchSize?: number;
  maximumBatchingWindow?: number;
  enabled?: boolean | null;
  startingPosition?: string;
  startingPositionTimestamp?: number | null;
  consumerGroupId?: string;
  filterPatterns?: JsonObject[];
  provisionedPollerConfig?: { minimumPollers?: number; maximumPollers?: number };
};

export const range = (minimum: number, maximum: number): Schema => ({ type: "number", minimum, maximum });

export const kafkaTopic = {
  batchSize: range(1, 10000),
  maximumBatchingWindow: range(0, 300),
  enabled: boolean,
  startingPosition: string({ enum: ["LATEST", "TRIM_HORIZON", "AT_TIMESTAMP"] }),
  startingPositionTimestamp: { type: "number" },
  topic: text,
  consumerGroupId: string({ maxLength: 200, pattern: /[a-zA-Z0-9-/*:_+=.@-]*/ }),
  filterPatterns,
} as const satisfies Record<string, Schema>;
