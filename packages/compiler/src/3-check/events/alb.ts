import type { Json } from "@windlass/cloudformation/template";
import { anyOf, boolean, integer, list, object, string, text } from "../schema.js";
import { ref } from "../schemas/cloudformation.js";

export type AlbHeader = { name: string; values: string[] };
export type AlbHealthCheck = {
  healthyThresholdCount?: number | null;
  intervalSeconds?: number | null;
  matcher?: { httpCode?: string };
  path?: string | null;
  timeoutSeconds?: number | null;
  unhealthyThresholdCount?: number;
};
export type AlbEvent = {
  authorizer?: string[] | null;
  conditions: { header?: AlbHeader | AlbHeader[]; host?: string[]; ip?: string[]; method?: string[]; path?: string[]; query?: Record<string, string> };
  healthCheck?: boolean | AlbHealthCheck;
  listenerArn: Json;
  multiValueHeaders?: boolean;
  priority: number;
  targetGroupName?: string;
};

/** ARN of a listener; its parts are the ids of the load balancer and of the listener. */
export const albListenerArn = /^arn:aws[\w-]*:elasticloadbalancing:.+:listener\/app\/[\w-]+\/([\w-]+)\/([\w-]+)$/;

const header = object({ name: string({ maxLength: 40 }), values: list(string({ maxLength: 128 }), { uniqueItems: true }) }, { required: ["name", "values"] });
export const alb = object(
  {
    authorizer: list(text),
    conditions: object({
      header: anyOf(list(header), header),
      host: list(string({ pattern: /^[A-Za-z0-9*?.-]+$/, maxLength: 128 })),
      ip: list(text, { uniqueItems: true }),
      method: list(string({ pattern: /^[A-Z_-]+$/, maxLength: 40 })),
      path: list(string({ pattern: /^([A-Za-z0-9*?_.$/~"'@:+-]|&amp;)+$/, maxLength: 128 })),
      query: { type: "object", patternProperties: [[/^[^]{0,128}$/, string({ maxLength: 128 })]], additionalProperties: false },
    }),
    healthCheck: anyOf(
      boolean,
      object({
        healthyThresholdCount: integer(2, 10),
        intervalSeconds: integer(5, 300),
        matcher: object({ httpCode: string({ pattern: /^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/ }) }),
        path: string({ minLength: 1, maxLength: 1024 }),
        timeoutSeconds: integer(2, 120),
        unhealthyThresholdCount: integer(2, 10),
      }),
    ),
    listenerArn: anyOf(string({ pattern: albListenerArn, title: "the ARN of a listener" }), ref),
    multiValueHeaders: boolean,
    priority: integer(1, 50000),
    targetGroupName: string({ minLength: 1, maxLength: 32, pattern: /^[a-zA-Z0-9-]+$/ }),
  },
  { required: ["listenerArn", "priority", "conditions"] },
);
