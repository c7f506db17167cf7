import { z } from "zod";
import { actorSchema } from "./actor.js";
import { blockerSchema, deploymentSummarySchema, triggers } from "./deployment.js";
import { gitRefSchema, idSchema, serviceNameSchema, stageNameSchema, timestampSchema } from "./name.js";

/** `superseded`: newer deployments took the place of some, the others succeeded; `failed`: all have ended, and not all of them well. */
export const groupStates = ["running", "succeeded", "superseded", "failed"] as const;
export type GroupState = (typeof groupStates)[number];

/** One deployment of a group, and what it waits for. */
export const groupMemberSchema = deploymentSummarySchema.extend({
  /** Ids of the deployments that must have succeeded before it begins. */
  needs: z.array(idSchema),
  blocker: blockerSchema.nullable(),
});
export type GroupMember = z.infer<typeof groupMemberSchema>;

/** What one push or one request deploys, in waves: those of a wave run side by side, each as soon as what it needs is there. */
export const deploymentGroupSchema = z.object({
  id: idSchema,
  state: z.enum(groupStates),
  trigger: z.enum(triggers),
  actor: actorSchema,
  ref: z.string().nullable(),
  /** The delivery that led to it. */
  deliveryId: idSchema.nullable(),
  waves: z.array(z.object({ wave: z.number().int().positive(), deployments: z.array(groupMemberSchema) })),
  /** Services that were meant and are not deployed. */
  leftOut: z.array(z.object({ service: z.string(), reason: z.string() })),
  createdAt: timestampSchema,
  finishedAt: timestampSchema.nullable(),
  durationMs: z.number().int().nullable(),
});
export type DeploymentGroup = z.infer<typeof deploymentGroupSchema>;

/** Deploys the stage of one name of several services: of all of a repository, or of those that are named. */
export const createDeploymentGroupSchema = z
  .object({
    stage: stageNameSchema,
    repository: idSchema.optional(),
    services: z.array(serviceNameSchema).min(1).max(200).optional(),
    /** Branch, tag or commit; each stage's branch when left out. */
    ref: gitRefSchema.optional(),
    rebuild: z.boolean().optional(),
  })
  .refine(({ repository, services }) => (repository === undefined) !== (services === undefined), "Name a repository or services, not both.");
export type CreateDeploymentGroup = z.infer<typeof createDeploymentGroupSchema>;
