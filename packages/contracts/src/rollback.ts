import { z } from "zod";
import { deploymentSummarySchema } from "./deployment.js";
import { findingSchema } from "./finding.js";
import { planSchema, resourceChangeSchema } from "./plan.js";
import { artifactSchema } from "./release.js";

const codeSchema = z.object({ hash: z.string(), sizeBytes: z.number().int() });

/** A parameter that is another one today than the release was built with. Values are never told. */
export const parameterDifferenceSchema = z.object({
  name: z.string(),
  secret: z.boolean(),
  /** `removed`: the stage no longer has it; `added`: the release was built without it. */
  change: z.enum(["changed", "added", "removed"]),
  /** The version that the release was built with, and today's. */
  releaseVersion: z.number().int().nullable(),
  currentVersion: z.number().int().nullable(),
});
export type ParameterDifference = z.infer<typeof parameterDifferenceSchema>;

/** What a roll-back would do, from the stored releases, shown before anything is asked for. */
export const rollbackPreviewSchema = z.object({
  target: deploymentSummarySchema,
  current: deploymentSummarySchema.nullable(),
  /** Whether functions get their code at once, before CloudFormation; else why not. */
  fast: z.object({ possible: z.boolean(), reason: z.string().nullable() }),
  /** Functions whose code differs; null where a release does not have the function. */
  functions: z.array(z.object({ name: z.string(), before: codeSchema.nullable(), after: codeSchema.nullable() })),
  resources: z.array(resourceChangeSchema),
  counts: planSchema.shape.counts,
  artifacts: z.object({
    total: z.number().int(),
    missing: z.array(artifactSchema.pick({ name: true, kind: true, key: true, functions: true })),
    /** Why the bucket could not be asked; null when it was. */
    problem: z.string().nullable(),
  }),
  policies: z.object({
    /** What failed when the release was built, at the levels of today. */
    failing: z.array(findingSchema),
    /** Rules that the stage asks for today and that were not run then. */
    unchecked: z.array(z.string()),
  }),
  parameters: z.object({
    /** False for releases that were built before versions were kept. */
    known: z.boolean(),
    different: z.array(parameterDifferenceSchema),
  }),
});
export type RollbackPreview = z.infer<typeof rollbackPreviewSchema>;

export const createRollbackSchema = z
  .object({
    /** Number of a successful deployment; the release before the current one when left out. */
    to: z.number().int().positive().optional(),
    /** Only the code of these functions, by their names in the config; needs `to`. */
    functions: z.array(z.string().min(1).max(140)).min(1).max(100).optional(),
  })
  .refine(({ to, functions }) => functions === undefined || to !== undefined, { message: "Name the deployment whose code the functions get.", path: ["to"] });
export type CreateRollback = z.infer<typeof createRollbackSchema>;

export const createPromotionSchema = z.object({
  /** The stage of the same service to promote from, and the number of a deployment of it that succeeded. */
  stage: z.string().min(1).max(128),
  number: z.number().int().positive(),
});
export type CreatePromotion = z.infer<typeof createPromotionSchema>;
