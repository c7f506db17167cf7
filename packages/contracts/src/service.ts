import { z } from "zod";
import { serviceInputsSchema } from "./input-text.js";
import { previewSettingsSchema, updatePreviewSettingsSchema } from "./preview.js";
import { idSchema, relativePathSchema, serviceNameSchema, timestampSchema } from "./name.js";
import { repositoryProviders, repositoryUrlSchema } from "./repository.js";
import { stageSummarySchema } from "./stage.js";

export const serviceSchema = z.object({
  id: idSchema,
  name: serviceNameSchema,
  repository: z.object({ id: idSchema, url: z.string(), provider: z.enum(repositoryProviders), defaultBranch: z.string() }),
  rootDirectory: z.string(),
  /** Path below the root directory; null means the first of serverless.yml, .yaml, .json, .js, .cjs, .mjs, .ts. */
  configFile: z.string().nullable(),
  /** Program and arguments, run in the root directory after the dependencies are installed; no shell sees it. */
  buildCommand: z.array(z.string()).nullable(),
  /** Whether the submodules of its repository are fetched. */
  submodules: z.boolean(),
  /** Whether the files that its repository keeps in Git LFS are fetched. */
  lfs: z.boolean(),
  /** Services that are deployed before it, stage by stage of the same name: those that its settings name. */
  dependsOn: z.array(serviceNameSchema),
  /** Parameters for all of its stages; those with outputs of other services make it depend on these. */
  inputs: serviceInputsSchema,
  /** All that it depends on, by `dependsOn` and by its inputs. */
  dependencies: z.array(serviceNameSchema),
  /** The services that depend on it. */
  dependents: z.array(serviceNameSchema),
  stages: z.array(stageSummarySchema),
  /** Which pull requests get a stage of their own, and what is in it. */
  previews: previewSettingsSchema,
  createdAt: timestampSchema,
});
export type Service = z.infer<typeof serviceSchema>;

const buildCommandSchema = z.array(z.string().min(1).max(500)).min(1).max(50);

/** The repository is one that exists already, by id, or an address, which is registered when it is new. */
export const createServiceSchema = z.object({
  name: serviceNameSchema,
  repository: z.union([z.object({ id: idSchema }), z.object({ url: repositoryUrlSchema })]),
  rootDirectory: relativePathSchema.default(""),
  configFile: relativePathSchema.min(1).optional(),
  buildCommand: buildCommandSchema.optional(),
  submodules: z.boolean().optional(),
  lfs: z.boolean().optional(),
});
export type CreateService = z.infer<typeof createServiceSchema>;

export const updateServiceSchema = z
  .object({
    rootDirectory: relativePathSchema,
    configFile: relativePathSchema.min(1).nullable(),
    buildCommand: buildCommandSchema.nullable(),
    submodules: z.boolean(),
    lfs: z.boolean(),
    /** Replaces all of them. */
    dependsOn: z.array(serviceNameSchema).max(100),
    /** Replaces all of them. */
    inputs: serviceInputsSchema,
    /** Only the settings that are given. */
    previews: updatePreviewSettingsSchema,
  })
  .partial();
export type UpdateService = z.infer<typeof updateServiceSchema>;
