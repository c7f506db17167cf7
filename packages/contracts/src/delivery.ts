import { z } from "zod";
import { idSchema, timestampSchema } from "./name.js";

/** Why a push deployed a stage of its repository, or did not. From the one that came least far to the one that came farthest. */
export const stageDecisionReasons = [
  "no_matching_branch",
  "no_matching_tag",
  "auto_deploy_off",
  "skipped_by_message",
  "no_matching_paths",
  "outdated",
  "already_deployed",
  "deployed",
] as const;
export type StageDecisionReason = (typeof stageDecisionReasons)[number];

/** What a delivery meant for one stage. */
export const stageDecisionSchema = z.object({
  service: z.string(),
  stage: z.string(),
  reason: z.enum(stageDecisionReasons),
  message: z.string(),
});
export type StageDecision = z.infer<typeof stageDecisionSchema>;

/** Why a delivery led to what it led to. */
export const deliveryReasons = [
  ...stageDecisionReasons,
  "pending",
  "ping",
  "event_not_handled",
  "repository_unknown",
  "no_service",
  "branch_deleted",
  "tag_deleted",
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
  /** What it meant for each stage of the repository. Empty for what is no push, and where there is no stage. */
  decisions: z.array(stageDecisionSchema),
  deployments: z.array(z.object({ id: idSchema, service: z.string(), stage: z.string(), number: z.number().int() })),
  receivedAt: timestampSchema,
  processedAt: timestampSchema.nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** What GitHub gets back: the delivery's row, or the row of the first time it was sent. */
export const deliveryReceiptSchema = z.object({ id: idSchema, duplicate: z.boolean() });

export const webhookSettingsSchema = z.object({ url: z.string(), secret: z.string(), contentType: z.literal("application/json") });
export type WebhookSettings = z.infer<typeof webhookSettingsSchema>;
