import { z } from "zod";
import { tokenForgeProviders } from "./forge.js";
import { gitRefSchema, idSchema, timestampSchema } from "./name.js";
import { reportSettingsSchema, updateReportSettingsSchema } from "./report.js";

/** `github` repositories receive deliveries by their full name; those of `gitlab` and `bitbucket` are told by their access token; `git` is any other address; `folder` is a git repository on the server's disk. */
export const repositoryProviders = ["github", ...tokenForgeProviders, "git", "folder"] as const;

/** An https, ssh or scp-like git address, or an absolute path on the server. */
export const repositoryUrlSchema = z
  .string()
  .min(1)
  .max(1000)
  .refine(
    (url) => /^(https?:\/\/|ssh:\/\/)[^\s]+$/.test(url) || /^[\w.-]+@[\w.-]+:[^\s:][^\s]*$/.test(url) || /^\/[^\0\n]+$/.test(url),
    "Use an https or ssh git address, or the absolute path of a repository on the server.",
  );

/** Whether an address is reached by SSH: `ssh://…` or `user@host:path`. */
export const isSshUrl = (url: string): boolean => !/^https?:\/\/|^\//.test(url);

/** The public key of an SSH host, as its type and base64, without the host's name. */
export const sshHostKeySchema = z
  .string()
  .max(2_000)
  .regex(/^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) [A-Za-z0-9+/]{40,}={0,3}$/, "Use the key's type and its base64, such as `ssh-ed25519 AAAA…`, without the host's name.");

const shownKeySchema = z.object({
  /** As one line, to be added at the host or compared with what it publishes. */
  publicKey: z.string(),
  fingerprint: z.string(),
});

const fullNameSchema = z.string().regex(/^[\w.-]+\/[\w.-]+$/, "Use owner/name.");

export const repositorySchema = z.object({
  id: idSchema,
  url: z.string(),
  provider: z.enum(repositoryProviders),
  /** `owner/name` on GitHub: what webhook deliveries name. Derived from an address on GitHub or GitLab, settable for mirrors. */
  fullName: z.string().nullable(),
  defaultBranch: z.string(),
  hasAccessToken: z.boolean(),
  /** The key with which Windlass reads the repository by SSH; its private half is never shown. */
  deployKey: shownKeySchema.nullable(),
  /** The key by which its SSH host is known; null until it was met or somebody gave it. */
  sshHostKey: shownKeySchema.nullable(),
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
  /** For private https repositories, and for what GitLab or Bitbucket is told; stored encrypted and never returned. */
  accessToken: z.string().min(1).max(500).optional(),
  /** Says that the address is one of a GitLab of one's own. GitHub's, gitlab.com's and bitbucket.org's are known. */
  provider: z.enum(tokenForgeProviders).optional(),
});
export type CreateRepository = z.infer<typeof createRepositorySchema>;

export const updateRepositorySchema = z
  .object({
    fullName: fullNameSchema.nullable(),
    defaultBranch: gitRefSchema,
    accessToken: z.string().min(1).max(500).nullable(),
    /** What the host of its address is; null for a git server that is none of these. Never of a repository on GitHub or in a folder. */
    provider: z.enum(tokenForgeProviders).nullable(),
    reports: updateReportSettingsSchema,
    /** Null forgets it: the host is met anew. */
    sshHostKey: sshHostKeySchema.nullable(),
  })
  .partial();
export type UpdateRepository = z.infer<typeof updateRepositorySchema>;
