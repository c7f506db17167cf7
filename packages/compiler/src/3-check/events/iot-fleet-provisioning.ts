import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyObject, boolean, object, text } from "../schema.js";
import { arn } from "../schemas/cloudformation.js";

export type IotFleetProvisioningEvent = { enabled?: boolean | null; provisioningRoleArn: Json; templateBody: JsonObject; templateName?: string };
export const iotFleetProvisioning = object(
  { enabled: boolean, provisioningRoleArn: arn, templateBody: anyObject, templateName: text },
  { required: ["templateBody", "provisioningRoleArn"] },
);
