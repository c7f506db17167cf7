import type { Json } from "@windlass/cloudformation/template";
import { anyOf, boolean, list, object, string, text } from "../schema.js";
import { cfFunction, cfIf } from "../schemas/cloudformation.js";

export type S3Event = {
  bucket: Json;
  event?: string;
  existing?: boolean;
  forceDeploy?: boolean;
  rules?: Record<string, Json>[];
};

export const s3 = anyOf(
  text,
  object(
    {
      bucket: anyOf(text, cfFunction, cfIf),
      event: string({ pattern: /^s3:.+$/ }),
      existing: boolean,
      forceDeploy: boolean,
      rules: list(object({ prefix: anyOf(text, cfFunction), suffix: anyOf(text, cfFunction) }, { maxProperties: 1 })),
    },
    { required: ["bucket"] },
  ),
);
