import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, list, object, string, text, type Schema } from "../schema.js";
import { arnText, filterPatterns, importValue, pollerConfig, ref } from "../schemas/cloudformation.js";

type Shared = {
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
export type MskEvent = Shared & { arn: Json; saslScram512?: string };
export type KafkaEvent = Shared & { accessConfigurations: Record<string, string[]>; bootstrapServers: string[]; onFailureDestination?: string };

const range = (minimum: number, maximum: number): Schema => ({ type: "number", minimum, maximum });
/** An ARN of a secret in Secrets Manager. */
export const secretArn = string({ pattern: /arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d+:secret:[A-Za-z0-9/_+=.@-]+/, title: "the ARN of a secret" });
const shared = {
  batchSize: range(1, 10000),
  maximumBatchingWindow: range(0, 300),
  enabled: boolean,
  startingPosition: string({ enum: ["LATEST", "TRIM_HORIZON", "AT_TIMESTAMP"] }),
  startingPositionTimestamp: { type: "number" },
  topic: text,
  consumerGroupId: string({ maxLength: 200, pattern: /[a-zA-Z0-9-/*:_+=.@-]*/ }),
  filterPatterns,
} as const satisfies Record<string, Schema>;

export const msk = object(
  { arn: anyOf(arnText, importValue, ref), saslScram512: arnText, provisionedPollerConfig: pollerConfig, ...shared },
  { required: ["arn", "topic"] },
);

const some = (items: Schema): Schema => list(items, { minItems: 1 });
export const kafka = object(
  {
    accessConfigurations: object(
      {
        vpcSubnet: some(string({ pattern: /subnet-[a-z0-9]+/ })),
        vpcSecurityGroup: some(string({ pattern: /sg-[a-z0-9]+/ })),
        saslPlainAuth: some(secretArn),
        saslScram256Auth: some(secretArn),
        saslScram512Auth: some(secretArn),
        clientCertificateTlsAuth: some(secretArn),
        serverRootCaCertificate: some(secretArn),
      },
      { minProperties: 1 },
    ),
    bootstrapServers: some(text),
    onFailureDestination: text,
    provisionedPollerConfig: { type: "object", minProperties: 1, properties: { minimumPollers: range(1, 200), maximumPollers: range(1, 2000) } },
    ...shared,
  },
  { required: ["accessConfigurations", "bootstrapServers", "topic"] },
);
