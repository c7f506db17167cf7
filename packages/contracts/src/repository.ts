import { z } from "zod";
import { gitRefSchema, idSchema, timestampSchema } from "./name.js";
import { reportSettingsSchema, updateReportSettingsSchema } from "./report.js";

/** `github` repositories receive deliveries by their full name; `git` is any other address; `folder` is a git repository on the server's disk. */
export const repositoryProviders = ["github", "git", "folder"] as const;

/** An https, ssh or scp-like git address, or an absolute path on the server. */
export const repositoryUrlSchema = z
  .string()
  .min(1)
  .max(1000)
  .refine(
    (url) => /^(https?:\/\/|ssh:\/\/)[^\s]+$/.test(url) || /^[\w.-]+@[\w.-]+:[^\s:][^\s]*$/.test(url) || /^\/[^\0\n]+$/.test(url),
    "Use an https or ssh git address, or the absolute path of a repository on the server.",
  );

const fullNameSchema = z.string().regex(/^[\w.-]+\/[\w.-]+$/, "Use owner/name.");

export const repositorySchema = z.object({
  id: idSchema,
  url: z.string(),
  provider: z.enum(repositoryProviders),
  /** `owner/name` on GitHub: what webhook deliveries name. Derived from a GitHub address, settable for mirrors. */
  fullName: z.string().nullable(),
  defaultBranch: z.string(),
  hasAccessToken: z.boolean(),
  serviceCount: z.number().int(),
  /** What its forge is told, once Windlass is connected with it. */
  reports: reportSettingsSchema,
  createdAt: timestampSchema,
});
export type Repository = z.infer<typeof repositorySchema>;

export const createRepositorySchema = z.object({
  url: repositoryUrlSchema,
  fullName: fullNameSchema.optional(),
  defaultBranch: gitRefSchema.default("main"),
  /** For private https repositories; stored encrypted and never returned. */
  accessToken: z.string().min(1).max(500).optional(),
});
export type CreateRepository = z.infer<typeof createRepositorySchema>;

export const updateRepositorySchema = z
  .object({
    fullName: fullNameSchema.nullable(),
    defaultBranch: gitRefSchema,
    accessToken: z.string().min(1).max(500).nullable(),
    reports: updateReportSettingsSchema,
  })
  .partial();
export type UpdateRepository = z.infer<typeof updateRepositorySchema>;
