import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyObject, anyOf, anything, boolean, integer, object, string, type Schema } from "../schema.js";
import { arn, arnText, importValue, ref } from "../schemas/cloudformation.js";
import { description, inputPath, inputTransformer, ruleName, type InputTransformer } from "../schemas/event-rule.js";

export type EventBridgeEvent = {
  eventBus?: Json;
  schedule?: string;
  name?: string;
  description?: string;
  enabled?: boolean;
  pattern?: JsonObject;
  input?: JsonObject;
  inputPath?: string;
  inputTransformer?: InputTransformer;
  retryPolicy?: { maximumEventAge?: number; maximumRetryAttempts?: number };
  deadLetterQueueArn?: Json;
};

const busName = object({ "Fn::GetAtt": { type: "array", prefixItems: [string({ minLength: 1 }), string({ enum: ["Name"] })], minItems: 2, maxItems: 2 } }, { required: ["Fn::GetAtt"] });
const patternKeys = ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail"];
/** As in the reference, an unknown property is let through. */
export const eventBridge = {
  type: "object",
  properties: {
    eventBus: anyOf(string({ minLength: 1 }), arnText, importValue, ref, busName),
    schedule: string({ pattern: /^(?:cron|rate)\(.+\)$/, title: '"rate(…)" or "cron(…)"' }),
    name: ruleName,
    description,
    enabled: boolean,
    pattern: object({ ...Object.fromEntries(patternKeys.map((key) => [key, anything])), $or: { type: "array" } }),
    input: anyObject,
    inputPath,
    inputTransformer,
    retryPolicy: { type: "object", properties: { maximumEventAge: integer(60, 86400), maximumRetryAttempts: integer(0, 185) } },
    deadLetterQueueArn: arn,
  },
  anyOf: [{ required: ["pattern"] }, { required: ["schedule"] }],
  title: "an object with a pattern or a schedule",
} as const satisfies Schema;
