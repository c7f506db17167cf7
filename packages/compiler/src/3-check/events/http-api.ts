import type { Json } from "@windlass/cloudformation/template";
import { anyOf, list, object, string, text } from "../schema.js";
import { cfFunction } from "../schemas/cloudformation.js";
import { method, methodAndPath } from "../schemas/http-methods.js";

export type HttpApiEvent = {
  path: string;
  method?: string;
  authorizer?: string | { id?: Json; name?: string; scopes?: string[]; type?: "request" | "jwt" | "aws_iam" };
};

/** `httpApi`: a route of an HTTP API. */
export const httpApi = anyOf(
  methodAndPath,
  object(
    {
      authorizer: anyOf(
        text,
        {
          ...object({ id: anyOf(text, cfFunction), name: text, scopes: list(text), type: string({ enum: ["request", "jwt", "aws_iam"] }) }),
          anyOf: [{ required: ["id"] }, { required: ["name"] }, { required: ["type"] }],
          title: "the name of an authorizer, or an object with its id, name or type",
        },
      ),
      method,
      path: string({ pattern: /^(?:\*|\/\S*)$/, title: 'a path that begins with "/"' }),
    },
    { required: ["path"] },
  ),
);
