import type { JsonObject } from "@windlass/cloudformation/template";
import { anyObject, anyOf, boolean, object, string } from "../schema.js";
import { description, inputPath, inputTransformer, ruleName, type InputTransformer } from "../schemas/event-rule.js";

export type CloudwatchEvent = {
  event?: JsonObject;
  input?: string | JsonObject;
  inputPath?: string;
  inputTransformer?: InputTransformer;
  description?: string;
  name?: string;
  enabled?: boolean;
};
export const cloudwatchEvent = object({
  event: anyObject,
  input: anyOf(string({ maxLength: 8192 }), anyObject),
  inputPath,
  inputTransformer,
  description,
  name: ruleName,
  enabled: boolean,
});
