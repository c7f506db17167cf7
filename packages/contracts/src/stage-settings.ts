import { z } from "zod";
import { deployRulesSchema } from "./deploy-rules.js";
import { roleSchema } from "./permission.js";
import { stageScheduleSchema } from "./schedule.js";

export const approvalModes = ["never", "risky", "always"] as const;

/** When a stage's deployments wait for people, and for whom. */
export const approvalRulesSchema = z.object({
  /** `risky`: only plans that replace or remove a resource that holds data. */
  mode: z.enum(approvalModes).default("never"),
  /** How many people must approve. */
  count: z.number().int().min(1).max(10).default(1),
  /** The weakest role that may approve. */
  role: roleSchema.default("operator"),
  /** Email addresses of those who may approve; empty: everybody with the role. */
  approvers: z.array(z.email()).max(50).default([]),
  /** Whether who asked for the deployment may approve it too. */
  requesterMayApprove: z.boolean().default(false),
});
export type ApprovalRules = z.infer<typeof approvalRulesSchema>;

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, "s") instanceof RegExp;
  } catch {
    return false;
  }
}

function isPathOrUrl(text: string): boolean {
  if (text.startsWith("/")) return !text.startsWith("//");
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** An HTTP request that must be answered as said before a deployment counts as good. */
export const smokeRequestSchema = z.object({
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  /** A path below the stage's first endpoint, such as `/health`, or a whole URL. */
  path: z.string().max(2_000).refine(isPathOrUrl, "Write a path that begins with a slash, or a whole http or https URL."),
  status: z.number().int().min(100).max(599).default(200),
  /** A regular expression that the body must match. */
  body: z.string().max(500).refine(isRegularExpression, "This is not a regular expression.").nullable().default(null),
});
export type SmokeRequest = z.infer<typeof smokeRequestSchema>;

export const guardMetrics = ["error_rate", "p95_duration"] as const;

/** A metric of the stage's functions that must not be worse than in the same window before the deployment. */
export const metricGuardSchema = z.object({
  metric: z.enum(guardMetrics),
  /** How much worse it may be: percentage points of the error rate, percent of the duration. */
  maxIncrease: z.number().min(0).max(1_000),
  /** Below so many invocations the numbers say nothing. */
  minimumSamples: z.number().int().min(1).max(1_000_000).default(20),
});
export type MetricGuard = z.infer<typeof metricGuardSchema>;

/** What watches a fresh release; one that trips puts the release before back. */
export const guardSettingsSchema = z.object({
  /** Names of CloudWatch alarms in the stage's account and region. */
  alarms: z.array(z.string().min(1).max(255)).max(50).default([]),
  metrics: z.array(metricGuardSchema).max(2).default([]),
  smoke: z.array(smokeRequestSchema).max(20).default([]),
  /** How long alarms and metrics are watched after the deployment, in seconds. */
  bakeSeconds: z.number().int().min(0).max(86_400).default(0),
});
export type GuardSettings = z.infer<typeof guardSettingsSchema>;

/** Traffic goes to a new version in shares, each watched by the guards. Null: all at once. */
export const canarySettingsSchema = z
  .object({
    /** Shares in percent, ascending, the last one 100. */
    steps: z.array(z.number().int().min(1).max(100)).min(1).max(10),
    /** How long each share but the last is watched, in seconds. */
    stepSeconds: z.number().int().min(1).max(86_400),
  })
  .refine(({ steps }) => steps.at(-1) === 100 && steps.every((step, index) => index === 0 || step > (steps[index - 1] ?? 0)), {
    message: "The shares must grow and end with 100.",
    path: ["steps"],
  });
export type CanarySettings = z.infer<typeof canarySettingsSchema>;

/** What a forge such as GitHub is told of a stage, and who may do what with it from there. */
export const stageForgeSettingsSchema = z.object({
  /** Whether the forge counts it as production. `auto`: where deployments wait for approval, or it is called so. */
  production: z.enum(["auto", "yes", "no"]).default("auto"),
  /** What somebody must be able to do in the repository to deploy it, or roll it back, by a comment. */
  commands: z.enum(["write", "admin", "nobody"]).default("write"),
});
export type StageForgeSettings = z.infer<typeof stageForgeSettingsSchema>;

/** How a stage is deployed. Stored as one value; what is not given has its default. */
export const stageSettingsSchema = z.object({
  approval: approvalRulesSchema.default(() => approvalRulesSchema.parse({})),
  guards: guardSettingsSchema.default(() => guardSettingsSchema.parse({})),
  canary: canarySettingsSchema.nullable().default(null),
  /** Which pushes deploy the stage. */
  deploys: deployRulesSchema.default(() => deployRulesSchema.parse({})),
  /** When the head of the stage's branch is deployed by itself; null: never. */
  schedule: stageScheduleSchema.nullable().default(null),
  /** Whether a newer push takes the place of an older one that still waits. */
  supersedePushes: z.boolean().default(true),
  /** How often drift is looked for by itself; null: only when asked. */
  driftEveryMinutes: z.number().int().min(5).max(43_200).nullable().default(null),
  forge: stageForgeSettingsSchema.default(() => stageForgeSettingsSchema.parse({})),
});
export type StageSettings = z.infer<typeof stageSettingsSchema>;

/** A change of some settings; each that is given is replaced as a whole. */
export const updateStageSettingsSchema = z
  .object({
    approval: approvalRulesSchema,
    guards: guardSettingsSchema,
    canary: canarySettingsSchema.nullable(),
    deploys: deployRulesSchema,
    schedule: stageScheduleSchema.nullable(),
    supersedePushes: z.boolean(),
    driftEveryMinutes: z.number().int().min(5).max(43_200).nullable(),
    forge: stageForgeSettingsSchema,
  })
  .partial();
export type UpdateStageSettings = z.infer<typeof updateStageSettingsSchema>;
