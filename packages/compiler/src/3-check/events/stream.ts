import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, constant, integer, number, object, oneOfValues, type Schema } from "../schema.js";
import { arn, arnText, cfFunction, filterPatterns } from "../schemas/cloudformation.js";

export type StreamEvent = {
  arn: Json;
  type?: "dynamodb" | "kinesis";
  batchSize?: number;
  parallelizationFactor?: number;
  startingPosition?: string;
  startingPositionTimestamp?: number;
  enabled?: boolean | null;
  consumer?: Json;
  batchWindow?: number | null;
  maximumRetryAttempts?: number | null;
  bisectBatchOnFunctionError?: boolean | null;
  maximumRecordAgeInSeconds?: number;
  functionResponseType?: string | null;
  destinations?: { onFailure: string | { arn: Json; type?: string } };
  tumblingWindowInSeconds?: number | null;
  filterPatterns?: JsonObject[];
};

/** An ARN that says its type, or a CloudFormation function next to a `type`. */
const arnWithType: Pick<Schema, "anyOf" | "title"> = {
  anyOf: [
    { properties: { arn: cfFunction }, required: ["arn", "type"] },
    { properties: { arn: arnText }, required: ["arn"] },
  ],
  title: "an ARN, or an object with an ARN (and a type, unless the ARN is a text)",
};
export const stream: Schema = anyOf(arnText, {
  ...object({
    arn: {},
    type: oneOfValues("dynamodb", "kinesis"),
    batchSize: integer(1, 10000),
    parallelizationFactor: integer(1, 10),
    startingPosition: oneOfValues("LATEST", "TRIM_HORIZON", "AT_TIMESTAMP"),
    startingPositionTimestamp: number,
    enabled: boolean,
    consumer: anyOf(constant(true), arn),
    batchWindow: integer(0, 300),
    maximumRetryAttempts: integer(-1, 10000),
    bisectBatchOnFunctionError: boolean,
    maximumRecordAgeInSeconds: anyOf(constant(-1), integer(60, 604800)),
    functionResponseType: oneOfValues("ReportBatchItemFailures"),
    destinations: object(
      { onFailure: anyOf(arnText, { ...object({ arn: {}, type: oneOfValues("sns", "sqs") }), ...arnWithType }) },
      { required: ["onFailure"] },
    ),
    tumblingWindowInSeconds: integer(0, 900),
    filterPatterns,
  }),
  ...arnWithType,
});
