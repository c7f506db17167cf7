import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, integer, object, oneOfValues } from "../schema.js";
import { arn, arnText, filterPatterns } from "../schemas/cloudformation.js";

export type SqsEvent = {
  arn: Json;
  batchSize?: number;
  enabled?: boolean | null;
  maximumBatchingWindow?: number | null;
  functionResponseType?: string | null;
  filterPatterns?: JsonObject[];
  maximumConcurrency?: number;
};

export const sqs = anyOf(
  arnText,
  object(
    {
      arn,
      batchSize: integer(1, 10000),
      enabled: boolean,
      maximumBatchingWindow: integer(0, 300),
      functionResponseType: oneOfValues("ReportBatchItemFailures"),
      filterPatterns,
      maximumConcurrency: integer(2, 1000),
    },
    { required: ["arn"] },
  ),
);
