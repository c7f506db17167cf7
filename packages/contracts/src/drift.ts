import { z } from "zod";
import { problemDetailSchema } from "./error.js";
import { idSchema, timestampSchema } from "./name.js";

/** What can differ between AWS and the record. `resource` and `property` are what CloudFormation itself finds. */
export const driftAspects = [
  "function", "code", "runtime", "handler", "memory", "timeout", "layers", "environment",
  "reserved_concurrency", "provisioned_concurrency", "alias", "event_source", "property", "resource",
] as const;
export const driftAspectSchema = z.enum(driftAspects);
export type DriftAspect = z.infer<typeof driftAspectSchema>;

/** One difference. Of environment variables the values are never told: `expected` and `actual` have keyed hashes. */
export const driftDifferenceSchema = z.object({
  /** Names the difference with what AWS has: another value has another fingerprint. */
  fingerprint: z.string(),
  logicalId: z.string(),
  resourceType: z.string(),
  /** The function's name, or the physical id. */
  name: z.string(),
  aspect: driftAspectSchema,
  /** Which variable, alias or property; null where the aspect says it all. */
  property: z.string().nullable(),
  expected: z.string().nullable(),
  actual: z.string().nullable(),
});
export type DriftDifference = z.infer<typeof driftDifferenceSchema>;

/** What nobody can compare, and why: it never counts as verified. */
export const notCheckableSchema = z.object({ logicalId: z.string(), resourceType: z.string(), name: z.string().nullable(), reason: z.string() });
export type NotCheckable = z.infer<typeof notCheckableSchema>;

const counted = z.object({ verified: z.number().int(), total: z.number().int() });

/** What a check found, as it is stored. */
export const driftFindingsSchema = z.object({
  /** The release that the stage was compared with. */
  release: z.number().int(),
  functions: counted,
  /** Resources other than functions, which CloudFormation compares. */
  resources: counted,
  differences: z.array(driftDifferenceSchema),
  notCheckable: z.array(notCheckableSchema),
  /** Keyed hashes of values that only CloudFormation knows, by function and variable: what the next check compares with. */
  observed: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type DriftFindings = z.infer<typeof driftFindingsSchema>;

/** What a check found, as it is shown. */
export const driftResultSchema = driftFindingsSchema.omit({ observed: true, differences: true }).extend({
  differences: z.array(driftDifferenceSchema.extend({ accepted: z.boolean() })),
  /** Whether a difference is there that nobody has accepted. */
  drifted: z.boolean(),
});
export type DriftResult = z.infer<typeof driftResultSchema>;

export const driftCheckStates = ["queued", "running", "done", "failed"] as const;
export const driftCheckSchema = z.object({
  id: idSchema,
  state: z.enum(driftCheckStates),
  trigger: z.enum(["manual", "schedule"]),
  actor: z.string(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
  result: driftResultSchema.nullable(),
  error: problemDetailSchema.nullable(),
});
export type DriftCheck = z.infer<typeof driftCheckSchema>;

/** A difference that somebody has accepted: it counts no more until AWS has yet another value. */
export const acceptedDriftSchema = z.object({
  fingerprint: z.string(),
  logicalId: z.string(),
  aspect: driftAspectSchema,
  property: z.string().nullable(),
  acceptedBy: z.string(),
  acceptedAt: timestampSchema,
  reason: z.string(),
});
export type AcceptedDrift = z.infer<typeof acceptedDriftSchema>;

/** All that a stage's page shows of drift. */
export const stageDriftSchema = z.object({
  /** The check under way or in the queue. */
  open: driftCheckSchema.nullable(),
  /** The last one that ended. */
  latest: driftCheckSchema.nullable(),
  accepted: z.array(acceptedDriftSchema),
});
export type StageDrift = z.infer<typeof stageDriftSchema>;

export const acceptDriftSchema = z.object({
  /** Fingerprints of differences that the last check found. */
  fingerprints: z.array(z.string().max(100)).min(1).max(500),
  reason: z.string().max(500).default(""),
});
export type AcceptDrift = z.infer<typeof acceptDriftSchema>;

/** Accepted differences that are to count again. */
export const revokeDriftSchema = acceptDriftSchema.pick({ fingerprints: true });
export type RevokeDrift = z.infer<typeof revokeDriftSchema>;
