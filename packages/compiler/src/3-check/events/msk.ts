import type { Json } from "@windlass/cloudformation/template";
import { anyOf, object } from "../schema.js";
import { arnText, importValue, pollerConfig, ref } from "../schemas/cloudformation.js";
import { kafkaTopic, type KafkaTopic } from "../schemas/kafka-topic.js";

export type MskEvent = KafkaTopic & { arn: Json; saslScram512?: string };

export const msk = object(
  { arn: anyOf(arnText, importValue, ref), saslScram512: arnText, provisionedPollerConfig: pollerConfig, ...kafkaTopic },
  { required: ["arn", "topic"] },
);
