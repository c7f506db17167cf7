import type { JsonObject } from "@windlass/cloudformation/template";
import { mapOf, object, string } from "../schema.js";

/** What a rule of EventBridge makes of an event before the function gets it. */
export type InputTransformer = { inputTemplate: string; inputPathsMap?: JsonObject };
export const inputTransformer = object(
  { inputPathsMap: mapOf(string({ minLength: 1 })), inputTemplate: string({ minLength: 1, maxLength: 8192 }) },
  { required: ["inputTemplate"] },
);
export const ruleName = string({ pattern: /[a-zA-Z0-9-_.]+/, minLength: 1, maxLength: 64 });
export const description = string({ maxLength: 512 });
export const inputPath = string({ minLength: 1, maxLength: 256 });
