import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyObject, boolean, object, string, text } from "../schema.js";
import { arn } from "../schemas/cloudformation.js";

export type IotEvent = { sql: string; sqlVersion?: string; name?: string; enabled?: boolean; description?: string };
export const iot = object(
  { sql: text, sqlVersion: string({ enum: ["2015-10-08", "2016-03-23", "beta"] }), name: text, enabled: boolean, description: text },
  { required: ["sql"] },
);

export type IotFleetProvisioningEvent = { enabled?: boolean; provisioningRoleArn: Json; templateBody: JsonObject; templateName?: string };
export const iotFleetProvisioning = object(
  { enabled: boolean, provisioningRoleArn: arn, templateBody: anyObject, templateName: text },
  { required: ["templateBody", "provisioningRoleArn"] },
);
