import { z } from "zod";
import { problemDetailSchema } from "./error.js";
import { idSchema, timestampSchema } from "./name.js";

/** github.com, or a GitHub Enterprise Server as people open it: an origin without a path. */
const githubBaseUrlSchema = z
  .url({ protocol: /^https?$/, error: "Use the address as the browser shows it, such as https://github.com." })
  .max(200)
  .refine((url) => !URL.canParse(url) || (new URL(url).pathname === "/" && new URL(url).search === "" && new URL(url).username === ""), "Use the address without a path.")
  .transform((url) => new URL(url).origin);

/** What a new GitHub App is made of. The name is unique on all of GitHub. */
export const startGithubAppSchema = z.object({
  baseUrl: githubBaseUrlSchema.default("https://github.com"),
  /** The organization that owns the App; without one, it is the person who makes it. */
  organization: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, "Use the organization's name as in its address.").nullable().default(null),
  name: z.string().trim().min(1).max(34),
});
export type StartGithubApp = z.infer<typeof startGithubAppSchema>;

/** Where a browser goes to make the App: it posts `manifest` to `action`, or opens `page`, which does so. */
export const githubManifestSchema = z.object({
  action: z.string(),
  manifest: z.record(z.string(), z.unknown()),
  state: z.string(),
  page: z.string(),
});
export type GithubManifest = z.infer<typeof githubManifestSchema>;

const stateSchema = z.string().regex(/^[\w-]{43}$/, "This is no state that Windlass gave out.");
export const githubStateSchema = z.object({ state: stateSchema });

/** What GitHub sends the browser back with. */
export const finishGithubAppSchema = z.object({ code: z.string().regex(/^[\w-]{1,200}$/, "This is no code of GitHub's."), state: stateSchema });
export type FinishGithubApp = z.infer<typeof finishGithubAppSchema>;

export const githubInstallationSchema = z.object({
  /** GitHub's number of it. */
  installationId: z.number().int(),
  account: z.string(),
  accountType: z.enum(["User", "Organization", "Enterprise"]),
  selection: z.enum(["all", "selected"]),
  /** Where its repositories are chosen. */
  url: z.string(),
  suspendedAt: timestampSchema.nullable(),
});
export type GithubInstallation = z.infer<typeof githubInstallationSchema>;

/** One GitHub App that connects this server, without its secrets. */
export const githubAppSchema = z.object({
  id: idSchema,
  baseUrl: z.string(),
  appId: z.number().int(),
  name: z.string(),
  owner: z.string(),
  /** The App's page on GitHub. */
  url: z.string(),
  installUrl: z.string(),
  installations: z.array(githubInstallationSchema),
  /** Why GitHub could not be asked just now; the installations are those known from before. */
  problem: problemDetailSchema.nullable(),
  createdAt: timestampSchema,
});
export type GithubApp = z.infer<typeof githubAppSchema>;

export const githubStatusSchema = z.object({
  apps: z.array(githubAppSchema),
  /** Where GitHub sends its deliveries. */
  webhookUrl: z.string(),
  /** GitHub's own servers can reach that address, as far as it tells. */
  isPublic: z.boolean(),
});
export type GithubStatus = z.infer<typeof githubStatusSchema>;

export const githubRepositorySchema = z.object({
  fullName: z.string(),
  /** What git clones over HTTPS. */
  cloneUrl: z.string(),
  url: z.string(),
  defaultBranch: z.string(),
  isPrivate: z.boolean(),
  isArchived: z.boolean(),
  description: z.string(),
  /** The repository in Windlass, once it is registered. */
  repositoryId: idSchema.nullable(),
});
export type GithubRepository = z.infer<typeof githubRepositorySchema>;

export const githubRepositoryQuerySchema = z.object({ search: z.string().max(200).default("") });

/** The first so many that match, by name, and how many match in all. */
export const githubRepositoriesSchema = z.object({
  repositories: z.array(githubRepositorySchema),
  total: z.number().int(),
  /** Installations that could not be asked. */
  problems: z.array(problemDetailSchema),
});
export type GithubRepositories = z.infer<typeof githubRepositoriesSchema>;
