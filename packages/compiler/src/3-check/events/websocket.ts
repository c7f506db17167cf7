import type { Json } from "@windlass/cloudformation/template";
import { anyOf, constant, list, object, string, text } from "../schema.js";
import { arn, arnText } from "../schemas/cloudformation.js";

export type WebsocketAuthorizerConfig = { name?: string; arn?: Json; identitySource?: string[] };
export type WebsocketEvent = { route: string; routeResponseSelectionExpression?: string; authorizer?: string | WebsocketAuthorizerConfig };

const functionName = string({ pattern: /^[a-zA-Z0-9-_]+$/, title: "the name of a function" });
export const websocket = anyOf(
  text,
  object(
    {
      route: text,
      routeResponseSelectionExpression: constant("$default"),
      authorizer: anyOf(arnText, functionName, {
        ...object({ name: functionName, arn, identitySource: list(text) }),
        anyOf: [{ required: ["name"] }, { required: ["arn"] }],
      }),
    },
    { required: ["route"] },
  ),
);
