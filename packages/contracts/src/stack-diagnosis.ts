import { z } from "zod";
import { repairActions } from "./deployment-options.js";
import { failedResourceSchema } from "./error.js";
import { timestampSchema } from "./name.js";

/**
 * The one safe thing to do next with a stack. `deploy`: nothing is in the way. `wait`: somebody is at work. `by_hand`: Windlass
 * has no safe action, such as where a stack that once worked would have to be deleted.
 */
export const stackActions = ["deploy", "wait", ...repairActions, "by_hand"] as const;
export type StackAction = (typeof stackActions)[number];
export type RepairAction = (typeof repairActions)[number];

/** What Windlass can do about one resource in the way: leave it as it is in a roll-back, delete what is in it, or keep it in AWS. */
export const obstacleOffers = ["skip", "empty", "retain"] as const;

/** How much is in a bucket. `more`: counting stopped there. */
export const bucketContentSchema = z.object({ versions: z.number().int(), deleteMarkers: z.number().int(), more: z.boolean() });
export type BucketContent = z.infer<typeof bucketContentSchema>;

/** A resource in the way of a repair, or that a repair will delete. */
export const obstacleSchema = z.object({
  /** What a repair names it by: the logical id; with the nested stack's name and a dot before it where it is in one. */
  id: z.string(),
  logicalId: z.string(),
  physicalId: z.string().nullable(),
  resourceType: z.string(),
  status: z.string(),
  /** Why it is in the way: CloudFormation's reason, or what is in it. */
  why: z.string(),
  stateful: z.boolean(),
  /** Of a bucket that is there. */
  content: bucketContentSchema.nullable(),
  offers: z.array(z.enum(obstacleOffers)),
});
export type Obstacle = z.infer<typeof obstacleSchema>;

/** How a stage's stack stands in CloudFormation, and what to do about it. */
export const stackDiagnosisSchema = z.object({
  stackName: z.string().nullable(),
  stackId: z.string().nullable(),
  /** CloudFormation's own; null where there is no stack. */
  status: z.string().nullable(),
  since: timestampSchema.nullable(),
  reason: z.string().nullable(),
  action: z.enum(stackActions),
  /** Why that is the action, in one or two sentences. */
  explanation: z.string(),
  /** Whether the stack ever worked. Where that cannot be told it counts as yes: such a stack is never deleted. */
  history: z.enum(["succeeded", "never", "unknown"]),
  /** The first failure of the operation that led here. */
  cause: failedResourceSchema.nullable(),
  obstacles: z.array(obstacleSchema),
  notes: z.array(z.string()),
});
export type StackDiagnosis = z.infer<typeof stackDiagnosisSchema>;

const ids = z.array(z.string().min(1).max(300)).max(500);

export const createRepairSchema = z.object({
  /** The diagnosis' own action: any other is refused, for the stack may have changed since it was read. */
  action: z.enum(repairActions),
  /** `continue_rollback`: ids of obstacles to leave as they are. Template and reality differ there afterwards. */
  skip: ids.default([]),
  /** Ids of buckets whose content, with all versions, is deleted first. */
  emptyBuckets: ids.default([]),
  /** `retry_deletion`: ids of obstacles that stay in AWS. */
  retain: ids.default([]),
  /** The stage's name, typed again; needed where something is skipped, emptied or deleted. */
  confirm: z.string().optional(),
});
export type CreateRepair = z.infer<typeof createRepairSchema>;
