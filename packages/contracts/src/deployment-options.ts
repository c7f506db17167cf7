import { z } from "zod";
import { idSchema } from "./name.js";
import { commitSchema } from "./release.js";

/** What the doctor may do with a stuck stack. */
export const repairActions = ["continue_rollback", "delete_failed_create", "clean_review", "retry_deletion"] as const;

/** Whose code it is: of somebody who may push to the repository, or of a stranger, which gets neither secrets nor a cache to write to. */
export const buildTrusts = ["trusted", "untrusted"] as const;
export type BuildTrust = (typeof buildTrusts)[number];

/** What was asked of a deployment besides its kind: each kind reads its own part. Stored with the deployment; new fields are optional. */
export const deploymentOptionsSchema = z.object({
  /** Kind `function`: names of the functions that get the release's code. */
  functions: z.array(z.string()).optional(),
  /** Kind `remove`: logical ids of resources to keep in AWS. */
  retain: z.array(z.string()).optional(),
  /** Kind `remove`: keeps nothing but what the template itself keeps, and empties every bucket. */
  everything: z.boolean().optional(),
  /** Kinds `remove` and `repair`: logical ids of buckets to empty first. */
  emptyBuckets: z.array(z.string()).optional(),
  /** Kind `repair`. */
  repair: z.object({ action: z.enum(repairActions), skip: z.array(z.string()) }).optional(),
  /** Kind `deploy`: the deployment whose commit, and where possible bytes, it brings here. */
  promotedFrom: z.object({ deploymentId: idSchema, stage: z.string(), number: z.number().int(), releaseId: idSchema }).optional(),
  /** Kind `deploy`: builds the commit even where the release of the same inputs is there. */
  rebuild: z.boolean().optional(),
  /** Kinds `deploy` and `preview`: names of exports that the stack keeps although the config no longer has them. */
  keepExports: z.array(z.string().min(1).max(255)).max(200).optional(),
  /** Kinds `deploy` and `preview`; trusted when left out. */
  trust: z.enum(buildTrusts).optional(),
  /** Kinds `deploy` and `preview`: the folder that somebody sent from their machine, which takes the place of the repository. */
  upload: z
    .object({
      id: idSchema,
      /** SHA-256 of the archive, hex. */
      hash: z.string(),
      /** What it was made from. */
      commit: commitSchema,
      /** Files in which it differs from the commit. */
      changedFiles: z.number().int().nonnegative(),
      /** Who sent it. */
      by: z.string(),
    })
    .optional(),
  /** Kind `preview`, of a pull request's commit: patterns of the stage's parameters that its config is given, and whether secrets are among them. All of them when left out. */
  parameters: z.object({ names: z.array(z.string()), secrets: z.boolean() }).optional(),
  /** Kind `rollback`: why Windlass itself rolls back, such as `drift`. */
  cause: z.string().optional(),
});
export type DeploymentOptions = z.infer<typeof deploymentOptionsSchema>;
