import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, object, string, text } from "../schema.js";
import { arn, arnText } from "../schemas/cloudformation.js";

export type SnsEvent = {
  arn?: Json;
  topicName?: string;
  displayName?: string;
  filterPolicy?: JsonObject;
  filterPolicyScope?: string;
  redrivePolicy?: { deadLetterTargetArn?: string; deadLetterTargetRef?: string; deadLetterTargetImport?: { arn: string; url: string } };
};

const topicName = string({ maxLength: 256, pattern: /^[\w-]+$/, title: "the name of a topic" });
export const sns = anyOf(topicName, arnText, {
  ...object({
    arn,
    topicName,
    displayName: string({ minLength: 1 }),
    filterPolicy: { type: "object" },
    filterPolicyScope: text,
    redrivePolicy: {
      ...object({
        deadLetterTargetArn: arnText,
        deadLetterTargetRef: string({ minLength: 1 }),
        deadLetterTargetImport: object({ arn: arnText, url: string({ minLength: 1 }) }, { required: ["arn", "url"] }),
      }),
      oneOf: [{ required: ["deadLetterTargetArn"] }, { required: ["deadLetterTargetRef"] }, { required: ["deadLetterTargetImport"] }],
      title: "an object with one of deadLetterTargetArn, deadLetterTargetRef and deadLetterTargetImport",
    },
  }),
  anyOf: [{ required: ["arn"] }, { required: ["topicName"] }],
});
