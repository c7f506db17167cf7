import { z } from "zod";
import { sourcePlaceSchema } from "./error.js";
import { idSchema, timestampSchema } from "./name.js";

export const severities = ["critical", "high", "medium", "low"] as const;
export const severitySchema = z.enum(severities);
/** What a failing rule does: `mandatory` blocks the deployment, `advisory` warns, `off` is not run. */
export const policyLevels = ["mandatory", "advisory", "off"] as const;
export const policyLevelSchema = z.enum(policyLevels);
export type PolicyLevel = z.infer<typeof policyLevelSchema>;

/** The outcome of one rule on one resource of one release. Passed rules are stored too, one row per rule. */
export const findingSchema = z.object({
  id: idSchema,
  pack: z.string(),
  rule: z.string(),
  title: z.string(),
  severity: severitySchema,
  level: policyLevelSchema,
  outcome: z.enum(["fail", "pass"]),
  logicalId: z.string().nullable(),
  resourceType: z.string().nullable(),
  /** JSON pointer into the template. */
  templatePath: z.string().nullable(),
  place: sourcePlaceSchema.nullable(),
  message: z.string(),
  hint: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

/** A rule as the policy packs describe it. */
export const ruleSchema = z.object({
  pack: z.string(),
  rule: z.string(),
  title: z.string(),
  description: z.string(),
  severity: severitySchema,
  defaultLevel: policyLevelSchema,
  hint: z.string(),
});
export type Rule = z.infer<typeof ruleSchema>;

export const stageFindingsSchema = z.object({
  /** The release that was checked; null before the first. */
  releaseNumber: z.number().int().nullable(),
  checkedAt: timestampSchema.nullable(),
  findings: z.array(findingSchema),
});
export type StageFindings = z.infer<typeof stageFindingsSchema>;
