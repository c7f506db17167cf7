import { z } from "zod";
import { globSchema } from "./deploy-rules.js";
import { stageNameSchema } from "./name.js";

/** What an author must be able to do in the repository, by the forge's own word. */
export const previewPermissions = ["read", "write", "admin"] as const;

const parameterGlobSchema = z.string().regex(/^!?[\w.*-]{1,128}$/, "Use a parameter's name, with * for any letters and ! before it to leave it out.");

const fields = {
  enabled: z.boolean(),
  /** The stage whose account, region, policy levels and, by the rule below, parameters a preview gets. */
  baseStage: stageNameSchema.nullable(),
  /** Globs of branches that a pull request wants to change. Empty: the repository's default branch. */
  branches: z.array(globSchema).max(50),
  /** Of which a pull request must have one, in any case. Empty: none is needed. */
  labels: z.array(z.string().trim().min(1).max(100)).max(20),
  /** Whether drafts get one too. */
  drafts: z.boolean(),
  /** Globs of paths from the repository's root, of which a pull request must change one. Empty: the service's root directory. */
  paths: z.array(globSchema).max(100),
  /** The weakest permission that an author needs. Who has less, or works in a fork, waits for an approval of each commit. */
  permission: z.enum(previewPermissions),
  /** Which of the base stage's parameters are copied: patterns in order, as for branches. */
  parameters: z.array(parameterGlobSchema).max(50),
  /** Whether secret parameters are among them. Never for strangers. */
  secrets: z.boolean(),
  /** How many there may be at once. */
  limit: z.number().int().min(1).max(100),
  /** How long one is kept after its last use, in hours. */
  ttlHours: z.number().int().min(1).max(8_760),
};

/** Which pull requests of a service get a stage of their own, and what is in it. Stored as one value; what is not given has its default. */
export const previewSettingsSchema = z.object({
  enabled: fields.enabled.default(false),
  baseStage: fields.baseStage.default(null),
  branches: fields.branches.default([]),
  labels: fields.labels.default([]),
  drafts: fields.drafts.default(false),
  paths: fields.paths.default([]),
  permission: fields.permission.default("write"),
  parameters: fields.parameters.default(["*"]),
  secrets: fields.secrets.default(false),
  limit: fields.limit.default(10),
  ttlHours: fields.ttlHours.default(72),
});
export type PreviewSettings = z.infer<typeof previewSettingsSchema>;

/** Changes of some of the settings. */
export const updatePreviewSettingsSchema = z.object(fields).partial();
export type UpdatePreviewSettings = z.infer<typeof updatePreviewSettingsSchema>;

/**
 * Where a preview stands. `awaiting_approval`: a stranger's code that nobody has let run yet; a stage may be there, with an
 * earlier commit. `awaiting_room`: the service has as many as it may. `open`: it is deployed for each push.
 */
export const previewStates = ["awaiting_approval", "awaiting_room", "open", "removing", "removed"] as const;
export const previewStateSchema = z.enum(previewStates);
export type PreviewState = z.infer<typeof previewStateSchema>;

/** Why a preview is removed. */
export const previewEnds = ["closed", "merged", "expired", "unlabelled", "drafted", "base_changed", "switched_off", "stopped"] as const;
export type PreviewEnd = (typeof previewEnds)[number];

/** Why a preview is where it is. */
export const previewReasons = ["wanted", "fork", "author_permission", "limit", ...previewEnds] as const;
export const previewReasonSchema = z.enum(previewReasons);
export type PreviewReason = z.infer<typeof previewReasonSchema>;

/** The name of a pull request's stage in each service. */
export function previewStageName(number: number): string {
  return `pr-${number}`;
}
