import { z } from "zod";
import { idSchema, timestampSchema } from "./name.js";
import { pageQuerySchema } from "./page.js";

/** Why a push or a pull request deployed a stage of its repository, or did not. From the one that came least far to the one that came farthest. */
export const stageDecisionReasons = [
  "no_matching_branch",
  "no_matching_tag",
  "auto_deploy_off",
  "skipped_by_message",
  "previews_off",
  "no_preview",
  "no_matching_base",
  "is_draft",
  "label_missing",
  "no_matching_paths",
  "preview_stopped",
  "preview_expired",
  "stage_name_taken",
  "preview_limit",
  "outdated",
  "already_deployed",
  "preview_removed",
  "approval_needed",
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
  "no_command",
  "command_not_allowed",
  "command_refused",
  "command_done",
  "payload_invalid",
  "failed",
] as const;
export const deliveryReasonSchema = z.enum(deliveryReasons);
export type DeliveryReason = z.infer<typeof deliveryReasonSchema>;

export const deliveryProviders = ["github", "gitlab", "bitbucket", "windlass"] as const;
export type DeliveryProvider = (typeof deliveryProviders)[number];

/** What the services that send deliveries are called. */
export const deliveryProviderNames = { github: "GitHub", gitlab: "GitLab", bitbucket: "Bitbucket", windlass: "Windlass" } as const satisfies Record<DeliveryProvider, string>;

/** One webhook request as received, and what it led to. */
export const deliverySchema = z.object({
  id: idSchema,
  /** `windlass`: a push that no webhook told of, and that was found by looking at the repository. */
  provider: z.enum(deliveryProviders),
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

/** A delivery with what was received. */
export const deliveryDetailSchema = deliverySchema.extend({
  /** The group of what it deployed together, the last time that it did; null where it was one stage or none. */
  groupId: idSchema.nullable(),
  /** Those that tell of the delivery; none that could hold a secret. */
  headers: z.record(z.string(), z.string()),
  /** The body as indented JSON, of which at most `shownPayloadLength` characters are given. */
  payload: z.object({ text: z.string(), sizeBytes: z.number().int(), isCut: z.boolean() }),
  /** When housekeeping deleted both; the delivery cannot be processed again then. */
  payloadDeletedAt: timestampSchema.nullable(),
});
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;

/** How much of a payload is shown, in characters. */
export const shownPayloadLength = 200_000;

/** Which deliveries to list. */
export const deliveryQuerySchema = pageQuerySchema.extend({
  event: z.string().max(60).optional(),
  /** As the sender names it: `owner/name`, in any case. */
  repository: z.string().max(300).optional(),
  reason: deliveryReasonSchema.optional(),
});
export type DeliveryQuery = z.infer<typeof deliveryQuerySchema>;

/** Has a stored delivery processed by the rules of now. */
export const processAgainSchema = z.object({
  /** Deploys a commit again too that is deployed already, by this delivery or otherwise. */
  again: z.boolean().default(false),
});
export type ProcessAgain = z.infer<typeof processAgainSchema>;

/** What GitHub gets back: the delivery's row, or the row of the first time it was sent. */
export const deliveryReceiptSchema = z.object({ id: idSchema, duplicate: z.boolean() });

const webhookSchema = z.object({ url: z.string(), secret: z.string() });

/** GitHub's first; each of the others has a secret of its own, because GitLab sends it along as it is. */
export const webhookSettingsSchema = webhookSchema.extend({
  contentType: z.literal("application/json"),
  others: z.array(webhookSchema.extend({ provider: z.enum(["gitlab", "bitbucket"]), /** With which a newer GitLab signs, instead of sending the secret along. */ signingToken: z.string().nullable() })),
});
export type WebhookSettings = z.infer<typeof webhookSettingsSchema>;
