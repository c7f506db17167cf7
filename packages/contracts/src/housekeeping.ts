import { z } from "zod";
import { problemDetailSchema } from "./error.js";
import { timestampSchema } from "./name.js";

export const defaultKeptReleases = 10;
const keepReleasesSchema = z.number().int().min(2).max(1_000);
export const defaultKeptPayloadDays = 30;
const keepPayloadDaysSchema = z.number().int().min(1).max(3_650);

/** A release whose artifacts are to be taken out of the bucket. */
export const collectableReleaseSchema = z.object({ service: z.string(), stage: z.string(), number: z.number().int(), createdAt: timestampSchema });
export type CollectableRelease = z.infer<typeof collectableReleaseSchema>;

/** What housekeeping would do now. */
export const housekeepingPlanSchema = z.object({
  releases: z.array(collectableReleaseSchema),
  /** Objects in buckets that no other release needs. */
  objects: z.number().int(),
  sizeBytes: z.number(),
  /** Releases whose artifacts stay. */
  kept: z.number().int(),
});
export type HousekeepingPlan = z.infer<typeof housekeepingPlanSchema>;

export const housekeepingRunSchema = z.object({
  startedAt: timestampSchema,
  finishedAt: timestampSchema,
  releases: z.number().int(),
  objects: z.number().int(),
  sizeBytes: z.number(),
  /** The first account that could not be cleaned, if any. */
  error: problemDetailSchema.nullable(),
});
export type HousekeepingRun = z.infer<typeof housekeepingRunSchema>;

export const housekeepingSchema = z.object({
  /** How many of the newest shipped releases of each stage keep their artifacts, besides the live and the pinned ones. */
  keepReleases: keepReleasesSchema,
  /** For how many days the payloads and headers of deliveries are kept. */
  keepPayloadDays: keepPayloadDaysSchema,
  lastRun: housekeepingRunSchema.nullable(),
  /** When somebody asked for a run that has not begun. */
  requestedAt: timestampSchema.nullable(),
  plan: housekeepingPlanSchema,
});
export type Housekeeping = z.infer<typeof housekeepingSchema>;

/** What is left out stays as it is. */
export const updateHousekeepingSchema = z.object({ keepReleases: keepReleasesSchema.optional(), keepPayloadDays: keepPayloadDaysSchema.optional() });
export type UpdateHousekeeping = z.infer<typeof updateHousekeepingSchema>;
