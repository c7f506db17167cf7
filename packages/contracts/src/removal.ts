import { z } from "zod";
import { bucketContentSchema } from "./stack-diagnosis.js";

/** One thing that a removal deletes or keeps. */
export const removalResourceSchema = z.object({
  /** What a removal's request names it by: the logical id, with those of the nested stacks around it and slashes before it; a log group outside of the stack by its name. */
  id: z.string(),
  logicalId: z.string(),
  physicalId: z.string().nullable(),
  resourceType: z.string(),
  /** CloudFormation's own; null outside of the stack. */
  status: z.string().nullable(),
  /** Holds data that is lost with it. */
  stateful: z.boolean(),
  /** Unless the request says otherwise. */
  retained: z.boolean(),
  /** Whether the request can say otherwise: not where the template itself keeps it, or it is made anew with every release. */
  choice: z.boolean(),
  /** Of a bucket that is there. */
  content: bucketContentSchema.nullable(),
  /** Not part of the stack, such as a log group that Lambda made by itself. */
  outside: z.boolean(),
});
export type RemovalResource = z.infer<typeof removalResourceSchema>;

/** What removing a stage would delete, read from its stack just now. */
export const removalPreviewSchema = z.object({
  /** Null where there is no stack to remove. */
  stackName: z.string().nullable(),
  stackId: z.string().nullable(),
  status: z.string().nullable(),
  resources: z.array(removalResourceSchema),
});
export type RemovalPreview = z.infer<typeof removalPreviewSchema>;

export const leftoverStates = ["gone", "retained", "left"] as const;

/** What the check after a removal found of one thing. */
export const leftoverSchema = z.object({
  kind: z.enum(["stack", "bucket", "log_group", "layer", "resource"]),
  name: z.string(),
  logicalId: z.string().nullable(),
  state: z.enum(leftoverStates),
});
export type Leftover = z.infer<typeof leftoverSchema>;
