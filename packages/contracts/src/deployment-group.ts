import { z } from "zod";
import { actorSchema } from "./actor.js";
import { blockerSchema, deploymentSummarySchema, triggers } from "./deployment.js";
import { gitRefSchema, idSchema, serviceNameSchema, stageNameSchema, timestampSchema } from "./name.js";

/** `superseded`: newer deployments took the place of some, the others succeeded; `failed`: all have ended, and not all of them well. */
export const groupStates = ["running", "succeeded", "superseded", "failed"] as const;
export type GroupState = (typeof groupStates)[number];

/** `remove`: takes the stages out of AWS, those that others need last. */
export const groupKinds = ["deploy", "remove"] as const;
export type GroupKind = (typeof groupKinds)[number];

/** One deployment of a group, and what it waits for. */
export const groupMemberSchema = deploymentSummarySchema.extend({
  /** Ids of the deployments that must have succeeded before it begins. */
  needs: z.array(idSchema),
  blocker: blockerSchema.nullable(),
});
export type GroupMember = z.infer<typeof groupMemberSchema>;

const groupFields = z.object({
  id: idSchema,
  kind: z.enum(groupKinds),
  state: z.enum(groupStates),
  trigger: z.enum(triggers),
  actor: actorSchema,
  ref: z.string().nullable(),
  /** The delivery that led to it. */
  deliveryId: idSchema.nullable(),
  /** Services that were meant and are not part of it. */
  leftOut: z.array(z.object({ service: z.string(), reason: z.string() })),
  createdAt: timestampSchema,
  finishedAt: timestampSchema.nullable(),
  durationMs: z.number().int().nullable(),
});

/** What one push or one request deploys or removes, in waves: those of a wave run side by side, each as soon as what it needs is there. */
export const deploymentGroupSchema = groupFields.extend({
  waves: z.array(z.object({ wave: z.number().int().positive(), deployments: z.array(groupMemberSchema) })),
});
export type DeploymentGroup = z.infer<typeof deploymentGroupSchema>;

/** How many deployments of a group are where. `skipped`: never began because of another; `failed`: ended otherwise than well. */
export const groupCountsSchema = z.object({
  succeeded: z.number().int(),
  skipped: z.number().int(),
  superseded: z.number().int(),
  waiting: z.number().int(),
  running: z.number().int(),
  failed: z.number().int(),
});
export type GroupCounts = z.infer<typeof groupCountsSchema>;

/** A group as lists show it. */
export const deploymentGroupSummarySchema = groupFields.extend({
  /** Names of the stages and of the services, each once. */
  stages: z.array(z.string()),
  services: z.array(z.string()),
  counts: groupCountsSchema,
});
export type DeploymentGroupSummary = z.infer<typeof deploymentGroupSummarySchema>;

const membersFields = z.object({ stage: stageNameSchema, repository: idSchema.optional(), services: z.array(serviceNameSchema).min(1).max(200).optional() });
type Members = z.infer<typeof membersFields>;

const namesOne = ({ repository, services }: Pick<Members, "repository" | "services">): boolean => (repository === undefined) !== (services === undefined);
const nameOne = "Name a repository or services, not both.";

/** Deploys the stage of one name of several services: of all of a repository, or of those that are named. */
export const createDeploymentGroupSchema = membersFields
  .extend({
    /** Branch, tag or commit; each stage's branch when left out. */
    ref: gitRefSchema.optional(),
    rebuild: z.boolean().optional(),
  })
  .refine(namesOne, nameOne);
export type CreateDeploymentGroup = z.infer<typeof createDeploymentGroupSchema>;

/** Takes the stage of one name of several services out of AWS. */
export const createGroupRemovalSchema = membersFields
  .extend({
    /** The stage's name, typed again. */
    confirm: z.string(),
    /** Deletes what holds data too, and empties buckets first; else it stays in AWS. */
    deleteData: z.boolean().optional(),
  })
  .refine(namesOne, nameOne);
export type CreateGroupRemoval = z.infer<typeof createGroupRemovalSchema>;
