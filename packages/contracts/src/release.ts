import { z } from "zod";
import { idSchema, timestampSchema } from "./name.js";

/** A file of a release, named by its content: a zip with the code of functions or a layer, or the template of a nested stack. */
export const artifactSchema = z.object({
  name: z.string(),
  kind: z.enum(["function", "layer", "service", "template"]),
  /** SHA-256 of the file, hex. */
  hash: z.string(),
  sizeBytes: z.number().int().nonnegative(),
  bucket: z.string(),
  key: z.string(),
  /** Names of the functions that run this zip. */
  functions: z.array(z.string()),
});
export type Artifact = z.infer<typeof artifactSchema>;

export const commitSchema = z.object({
  sha: z.string(),
  message: z.string(),
  author: z.string(),
  committedAt: timestampSchema.nullable(),
});
export type Commit = z.infer<typeof commitSchema>;

/** What deploying a release's stack needs besides its template. Releases of before have none of it. */
export const stackSettingsSchema = z.object({
  /** The role that CloudFormation works with; null: the deployer's own rights. */
  roleArn: z.string().nullable().default(null),
  notificationArns: z.array(z.string()).default([]),
  rollbackConfiguration: z
    .object({ triggers: z.array(z.object({ arn: z.string(), type: z.string() })), monitoringTimeMinutes: z.number().nullable() })
    .nullable()
    .default(null),
  parameters: z.array(z.object({ key: z.string(), value: z.string().nullable(), usePreviousValue: z.boolean() })).default([]),
});
export type StackSettings = z.infer<typeof stackSettingsSchema>;

/**
 * The immutable result of building one commit for one stage. `number` is the number of the deployment that
 * built it, so that "roll back to 41" means the same thing everywhere.
 */
export const releaseSchema = z.object({
  id: idSchema,
  number: z.number().int().positive(),
  commit: commitSchema,
  templateHash: z.string(),
  artifacts: z.array(artifactSchema),
  createdAt: timestampSchema,
});
export type Release = z.infer<typeof releaseSchema>;

/** A function of a release, as the compiler named it. */
export const functionSummarySchema = z.object({
  name: z.string(),
  logicalId: z.string(),
  functionName: z.string(),
  runtime: z.string().nullable(),
  handler: z.string().nullable(),
  memoryMb: z.number().nullable(),
  timeoutSeconds: z.number().nullable(),
  /** Human-readable event sources, such as `GET /users` or `rate(5 minutes)`. */
  events: z.array(z.string()),
});
export type FunctionSummary = z.infer<typeof functionSummarySchema>;
