import { z } from "zod";
import { deploymentStateSchema } from "./deployment-state.js";
import { sourcePlaceSchema } from "./error.js";
import { resolvedInputSchema } from "./input-text.js";
import { timestampSchema } from "./name.js";
import { commitSchema, functionSummarySchema } from "./release.js";
import { resolvedConfigSchema } from "./resolved-config.js";

/** A release in a list to choose from. */
export const releaseSummarySchema = z.object({
  number: z.number().int().positive(),
  /** Names the release's stored content: another content has another version. */
  version: z.string(),
  commit: commitSchema,
  createdAt: timestampSchema,
  /** Where the deployment that built it stands, or how it ended. */
  state: deploymentStateSchema,
  /** Whether the stage runs it. */
  current: z.boolean(),
  /** Whether a deployment or a roll-back to it ever succeeded. */
  shipped: z.boolean(),
  /** Since when and by whom its artifacts are kept for ever. */
  pinnedAt: timestampSchema.nullable(),
  pinnedBy: z.string().nullable(),
  /** When housekeeping took its artifacts: it can be deployed again from its commit only. */
  collectedAt: timestampSchema.nullable(),
});
export type ReleaseSummary = z.infer<typeof releaseSummarySchema>;

/** What a release was compiled from and to. */
export const releaseConfigSchema = z.object({
  number: z.number().int().positive(),
  /** Null for releases that were built before Windlass kept it. */
  resolvedConfig: resolvedConfigSchema.nullable(),
  /**
   * The CloudFormation template, its secrets masked; null where the config is. Its inside is not checked again: it is
   * what AWS was given.
   */
  template: z.record(z.string(), z.unknown()).nullable(),
  /** Logical id → the place of the config that made the resource. */
  sourceMap: z.record(z.string(), sourcePlaceSchema),
  functions: z.array(functionSummarySchema),
  /** The service's inputs as the release was built with, with where each value came from. A roll-back to it has the same. */
  inputs: z.array(resolvedInputSchema),
});
export type ReleaseConfig = z.infer<typeof releaseConfigSchema>;
