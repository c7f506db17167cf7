import { z } from "zod";
import { actorSchema } from "./actor.js";
import { canaryReportSchema } from "./canary.js";
import { deploymentKindSchema } from "./deployment-kind.js";
import { deploymentOptionsSchema } from "./deployment-options.js";
import { deploymentResultsSchema } from "./deployment-results.js";
import { deploymentStateSchema } from "./deployment-state.js";
import { problemDetailSchema } from "./error.js";
import { guardReportSchema } from "./guard.js";
import { gitRefSchema, idSchema, timestampSchema } from "./name.js";
import { planSchema } from "./plan.js";
import { commitSchema } from "./release.js";
import { forgeReportSchema } from "./report.js";
import { stepSchema } from "./step.js";

export const triggers = ["manual", "push", "api", "system", "schedule", "command"] as const;
export type Trigger = (typeof triggers)[number];

export const outputSchema = z.object({
  key: z.string(),
  value: z.string(),
  description: z.string().nullable(),
  exportName: z.string().nullable(),
});
export type Output = z.infer<typeof outputSchema>;

/** A URL of the deployed service that can be called from where Windlass runs (in the sandbox: through the emulator). */
export const endpointSchema = z.object({
  kind: z.enum(["httpApi", "restApi", "functionUrl", "websocket"]),
  name: z.string(),
  url: z.string(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

/** Why a deployment waits, in the queue or for somebody else's work on its stack, and what for. */
export const blockerSchema = z.object({
  reason: z.enum(["stage_busy", "older_first", "waiting_for_worker", "stack_busy", "paused", "frozen", "dependency"]),
  message: z.string(),
  /** The deployment of the same stage that goes before it. */
  deploymentNumber: z.number().int().nullable(),
  /** The deployment of another service's stage that must succeed first. */
  dependency: z.object({ service: z.string(), stage: z.string(), number: z.number().int() }).nullable(),
  /** Since when it waits for this. */
  since: timestampSchema,
  /** When the wait ends by itself, where that is known: the end of a freeze. */
  until: timestampSchema.nullable(),
  /** Its place in the stage's queue, from 1; null once it has begun. */
  position: z.number().int().positive().nullable(),
});
export type Blocker = z.infer<typeof blockerSchema>;

/** A deployment as lists show it. */
export const deploymentSummarySchema = z.object({
  id: idSchema,
  service: z.string(),
  stage: z.string(),
  stageId: idSchema,
  number: z.number().int().positive(),
  kind: deploymentKindSchema,
  state: deploymentStateSchema,
  trigger: z.enum(triggers),
  actor: actorSchema,
  ref: z.string().nullable(),
  commit: commitSchema.nullable(),
  /** Number of the release it brings the stage to; null until there is one, and for removals. */
  release: z.number().int().nullable(),
  error: problemDetailSchema.nullable(),
  planCounts: planSchema.shape.counts.nullable(),
  cancelRequestedAt: timestampSchema.nullable(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  durationMs: z.number().int().nullable(),
});
export type DeploymentSummary = z.infer<typeof deploymentSummarySchema>;

/** A deployment with all that its page shows, except its events, plan and findings. */
export const deploymentSchema = deploymentSummarySchema.extend({
  steps: z.array(stepSchema),
  outputs: z.array(outputSchema),
  endpoints: z.array(endpointSchema),
  blocker: blockerSchema.nullable(),
  /** Number of the newer deployment that took its place. */
  supersededBy: z.number().int().nullable(),
  /** Who let it run in spite of a freeze or a pause. */
  freezeOverriddenBy: z.string().nullable(),
  /** What became of a cancellation that could not stop it. */
  cancelNote: z.string().nullable(),
  lastSeq: z.number().int().nonnegative(),
  /** The group that it is deployed in with others, and in which wave of it. */
  group: z.object({ id: idSchema, wave: z.number().int().positive() }).nullable(),
  options: deploymentOptionsSchema,
  results: deploymentResultsSchema,
  /** How its guards stand; null before they watch, and where the stage has none. */
  guards: guardReportSchema.nullable(),
  /** How its traffic was shifted; null where it came all at once. */
  canary: canaryReportSchema.nullable(),
  /** Whether its release can be the target of a roll-back now. */
  canRollBackTo: z.boolean(),
  /** What the repository's forge, such as GitHub, was told of it; null where nothing is told. */
  report: forgeReportSchema.nullable(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

export const createDeploymentSchema = z.object({
  /** Branch, tag or commit; the stage's branch when left out. */
  ref: gitRefSchema.optional(),
  /** A folder that was sent before, in place of a ref of the repository. */
  upload: idSchema.optional(),
  /** Builds the commit again even where a release of the same inputs is there. */
  rebuild: z.boolean().optional(),
  /** Exports that stay for now although the config no longer has them, because other stacks import them. */
  keepExports: deploymentOptionsSchema.shape.keepExports,
});
export type CreateDeployment = z.infer<typeof createDeploymentSchema>;

/** A preview takes what a deployment takes, and changes nothing. */
export const createPreviewSchema = createDeploymentSchema;
export type CreatePreview = z.infer<typeof createPreviewSchema>;

export const createRemovalSchema = z.object({
  /** The stage's name, typed again. */
  confirm: z.string(),
  /** Ids of resources that stay in AWS, as the removal's preview names them; those that hold data when left out. */
  retain: z.array(z.string().min(1).max(300)).max(1_000).optional(),
  /** Ids of buckets whose content, with all versions, is deleted first. */
  emptyBuckets: z.array(z.string().min(1).max(300)).max(500).optional(),
});
export type CreateRemoval = z.infer<typeof createRemovalSchema>;
