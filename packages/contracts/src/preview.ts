import { z } from "zod";
import { globSchema } from "./deploy-rules.js";
import { deploymentKindSchema } from "./deployment-kind.js";
import { deploymentStateSchema } from "./deployment-state.js";
import { forgePullStates } from "./forge.js";
import { accountNameSchema, idSchema, regionSchema, serviceNameSchema, stageNameSchema, timestampSchema } from "./name.js";
import { pageQuerySchema } from "./page.js";
import { leftoverSchema } from "./removal.js";
import { repositoryProviders } from "./repository.js";

/** What an author must be able to do in the repository, by the forge's own word. */
export const previewPermissions = ["read", "write", "admin"] as const;

const parameterGlobSchema = z.string().regex(/^!?[\w.*-]{1,128}$/, "Use a parameter's name, with * for any letters and ! before it to leave it out.");

/** What a pull request gets: a stage of its own, or only the plan of what it would change of the base stage. */
export const previewGifts = ["environment", "plan"] as const;
export type PreviewGift = (typeof previewGifts)[number];

const fields = {
  enabled: z.boolean(),
  gives: z.enum(previewGifts),
  /** The stage whose account, region, policy levels and, by the rule below, parameters a preview gets. */
  baseStage: stageNameSchema.nullable(),
  /** Name of the account that previews are in; the base stage's when null. */
  account: accountNameSchema.nullable(),
  /** The base stage's when null. */
  region: regionSchema.nullable(),
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
  gives: fields.gives.default("environment"),
  baseStage: fields.baseStage.default(null),
  account: fields.account.default(null),
  region: fields.region.default(null),
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

/** A file that a pull request changes and that decides what runs while it is built. */
export const buildFileSchema = z.object({
  path: z.string(),
  /** `config`: the service's config. `package`: what is installed and its scripts. `code`: a config that is code. `git`: how it is checked out. */
  why: z.enum(["config", "package", "lockfile", "code", "script", "git"]),
  status: z.enum(["added", "modified", "removed", "renamed"]),
  additions: z.number().int(),
  deletions: z.number().int(),
});
export type BuildFile = z.infer<typeof buildFileSchema>;

/** What a resource costs while nobody uses it. */
export const idleCostItemSchema = z.object({
  logicalId: z.string(),
  resourceType: z.string(),
  /** In US dollars. */
  perDay: z.number(),
  /** What is counted, such as `2 × db.t3.micro`. */
  what: z.string(),
});
export type IdleCostItem = z.infer<typeof idleCostItemSchema>;

/** What a template's resources cost while idle, by the list prices of us-east-1. Requests, traffic and stored data are not counted. */
export const idleCostSchema = z.object({
  perDay: z.number(),
  items: z.array(idleCostItemSchema),
  /** Resources of which it is not known what they cost. */
  unknown: z.array(z.object({ logicalId: z.string(), resourceType: z.string() })),
});
export type IdleCost = z.infer<typeof idleCostSchema>;

/** A pull request in a service: its environment, or why it has none. */
export const previewSchema = z.object({
  id: idSchema,
  service: z.string(),
  gives: z.enum(previewGifts),
  /** The stage's name, of a plan the base stage's; null before the first deployment was asked for. Of one that is gone, its history can be read there. */
  stage: z.string().nullable(),
  pullRequest: z.object({
    /** The repository's provider, of which the words for it are (pull-words.ts). */
    host: z.enum(repositoryProviders),
    number: z.number().int(),
    title: z.string(),
    url: z.string(),
    state: z.enum(forgePullStates),
    isDraft: z.boolean(),
    isFork: z.boolean(),
    labels: z.array(z.string()),
    author: z.string().nullable(),
    headRef: z.string(),
    /** Null where the fork is gone. */
    headRepository: z.string().nullable(),
    baseRef: z.string(),
  }),
  state: previewStateSchema,
  reason: previewReasonSchema,
  message: z.string(),
  /** The commit that it shows or is to show. */
  sha: z.string(),
  /** Somebody asked for it by hand. */
  asked: z.boolean(),
  /** What the pull request changes that runs while it is built. */
  buildFiles: z.array(buildFileSchema),
  /** Who let which commit of a stranger run. */
  approval: z.object({ sha: z.string(), by: z.string(), at: timestampSchema }).nullable(),
  /** The stage's last deployment, or the plan. */
  deployment: z.object({ id: idSchema, number: z.number().int(), kind: deploymentKindSchema, state: deploymentStateSchema }).nullable(),
  /** Where it answers. */
  url: z.string().nullable(),
  createdAt: timestampSchema,
  lastUsedAt: timestampSchema,
  /** When it is removed unless it is used before; null for one that is pinned, going or gone. */
  expiresAt: timestampSchema.nullable(),
  pinned: z.object({ by: z.string(), at: timestampSchema }).nullable(),
  /** Null where nothing is deployed. */
  cost: idleCostSchema.nullable(),
  /** How often its removal was tried, when it is tried again, and what the last try left. */
  removal: z.object({ attempts: z.number().int(), nextAttemptAt: timestampSchema.nullable(), leftovers: z.array(leftoverSchema) }),
  removedAt: timestampSchema.nullable(),
});
export type Preview = z.infer<typeof previewSchema>;

/** Which previews to list; those that are gone only where `state` says so. */
export const previewQuerySchema = pageQuerySchema.extend({
  service: serviceNameSchema.optional(),
  state: previewStateSchema.optional(),
});
export type PreviewQuery = z.infer<typeof previewQuerySchema>;

/** Asks for the preview of a pull request that Windlass knows. */
export const requestPreviewEnvironmentSchema = z.object({ number: z.number().int().positive() });
/** Lets one commit of a stranger run. */
export const approvePreviewSchema = z.object({ sha: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, "Use the whole name of the commit.") });
export const pinPreviewSchema = z.object({ pinned: z.boolean() });
/** What somebody asked for is done by this delivery, which says what came of it. */
export const requestedPreviewSchema = z.object({ deliveryId: idSchema, services: z.array(z.string()) });
export type RequestedPreview = z.infer<typeof requestedPreviewSchema>;

/** The name of a pull request's stage in each service. */
export function previewStageName(number: number): string {
  return `pr-${number}`;
}

/** Whether a stage is called as that of a pull request is. */
export function isPreviewStageName(name: string): boolean {
  return /^pr-\d+$/.test(name);
}
