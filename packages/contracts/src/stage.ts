import { z } from "zod";
import { deploymentSummarySchema, endpointSchema, outputSchema } from "./deployment.js";
import { policyLevelSchema } from "./finding.js";
import { stageHoldSchema } from "./freeze-window.js";
import { gitRefSchema, idSchema, parameterNameSchema, regionSchema, stageNameSchema, timestampSchema } from "./name.js";
import { functionSummarySchema } from "./release.js";
import { stageSettingsSchema, updateStageSettingsSchema } from "./stage-settings.js";

/** What stands behind a stage now, as Windlass knows it. */
export const stageStatuses = ["never_deployed", "deploying", "live", "failed", "removed", "sandbox_lost"] as const;

export const stageSummarySchema = z.object({
  id: idSchema,
  service: z.string(),
  name: z.string(),
  account: z.string(),
  accountKind: z.enum(["sandbox", "role", "keys", "ambient"]),
  region: z.string(),
  branch: z.string().nullable(),
  autoDeploy: z.boolean(),
  status: z.enum(stageStatuses),
  /** The release that the stage runs. */
  release: z.number().int().nullable(),
  lastDeployment: deploymentSummarySchema.nullable(),
  createdAt: timestampSchema,
});
export type StageSummary = z.infer<typeof stageSummarySchema>;


/** A value for `${param:name}`. Secret values are stored encrypted, never returned, and masked in logs. */
export const stageParameterSchema = z.object({
  name: parameterNameSchema,
  value: z.string().nullable(),
  secret: z.boolean(),
});
export type StageParameter = z.infer<typeof stageParameterSchema>;

export const stageSchema = stageSummarySchema.extend({
  stackName: z.string().nullable(),
  currentDeployment: deploymentSummarySchema.nullable(),
  /** Number of the deployment that waits for approval of its plan. */
  awaitingApproval: z.number().int().nullable(),
  /** The deployment to which a roll-back without a number would go. */
  rollbackTarget: z.number().int().nullable(),
  outputs: z.array(outputSchema),
  endpoints: z.array(endpointSchema),
  functions: z.array(functionSummarySchema),
  /** Functions that run the code of another release than the stack's, until the next deployment. */
  swappedFunctions: z.array(z.object({ name: z.string(), release: z.number().int(), stackRelease: z.number().int(), deployment: z.number().int() })),
  parameters: z.array(stageParameterSchema),
  /** Rule id → level, where it differs from the rule's default. */
  policyLevels: z.record(z.string(), policyLevelSchema),
  settings: stageSettingsSchema,
  /** When its schedule deploys it next. */
  nextScheduledAt: timestampSchema.nullable(),
  /** Why nothing of the stage leaves the queue now. */
  hold: stageHoldSchema.nullable(),
});
export type Stage = z.infer<typeof stageSchema>;

export const createStageSchema = z.object({
  name: stageNameSchema,
  account: z.string(),
  region: regionSchema,
  branch: gitRefSchema.optional(),
  autoDeploy: z.boolean().default(false),
});
export type CreateStage = z.infer<typeof createStageSchema>;

export const updateStageSchema = z
  .object({
    branch: gitRefSchema.nullable(),
    autoDeploy: z.boolean(),
    policyLevels: z.record(z.string(), policyLevelSchema),
    /** Replaces all parameters. A secret sent with `value: null` keeps the stored value. */
    parameters: z.array(stageParameterSchema).max(200),
    settings: updateStageSettingsSchema,
  })
  .partial();
export type UpdateStage = z.infer<typeof updateStageSchema>;
