import { z } from "zod";
import { idSchema, timestampSchema } from "./name.js";

/** Why a delivery led to what it led to. */
export const deliveryReasons = [
  "deployed",
  "pending",
  "ping",
  "event_not_handled",
  "repository_unknown",
  "no_service",
  "no_matching_branch",
  "auto_deploy_off",
  "branch_deleted",
  "outdated",
  "not_a_branch",
  "payload_invalid",
  "failed",
] as const;
export const deliveryReasonSchema = z.enum(deliveryReasons);
export type DeliveryReason = z.infer<typeof deliveryReasonSchema>;

/** One webhook request as received, and what it led to. */
export const deliverySchema = z.object({
  id: idSchema,
  provider: z.enum(["github"]),
  deliveryId: z.string(),
  event: z.string(),
  repository: z.string().nullable(),
  ref: z.string().nullable(),
  reason: deliveryReasonSchema,
  message: z.string(),
  deployments: z.array(z.object({ id: idSchema, service: z.string(), stage: z.string(), number: z.number().int() })),
  receivedAt: timestampSchema,
  processedAt: timestampSchema.nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** What GitHub gets back: the delivery's row, or the row of the first time it was sent. */
export const deliveryReceiptSchema = z.object({ id: idSchema, duplicate: z.boolean() });

export const webhookSettingsSchema = z.object({ url: z.string(), secret: z.string(), contentType: z.literal("application/json") });
export type WebhookSettings = z.infer<typeof webhookSettingsSchema>;
