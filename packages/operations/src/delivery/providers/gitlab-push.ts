import { z } from "zod";
import { isNoCommit, originSchema, pushSchema, shaSchema, type Origin, type Push } from "../github-event.js";

const paths = z.array(z.string());

/** The project that a delivery comes from. */
export const projectSchema = z.object({
  path_with_namespace: z.string().optional(),
  git_http_url: z.string().optional(),
  git_ssh_url: z.string().optional(),
  web_url: z.string().optional(),
});

const gitlabOriginSchema = z.object({ ref: z.string().optional(), project: projectSchema.optional() });

/** The part of GitLab's push and tag push that is used: https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events */
const gitlabPushSchema = z.object({
  ref: z.string(),
  before: shaSchema.optional(),
  after: shaSchema.optional(),
  /** The commit that an annotated tag is of; of a branch the same as `after`; null once the ref is deleted. */
  checkout_sha: shaSchema.nullish(),
  user_username: z.string().max(100).nullish(),
  project: projectSchema,
  /** The newest 20. */
  commits: z
    .array(z.object({ id: shaSchema, message: z.string().default(""), timestamp: z.string().nullish(), author: z.object({ name: z.string().nullish() }).nullish(), added: paths, modified: paths, removed: paths }))
    .default([]),
  total_commits_count: z.number().int().nullish(),
});

/** The address of the project, as deliveries of GitHub name a repository. */
export function gitlabOrigin(payload: unknown): Origin {
  const { ref, project } = gitlabOriginSchema.safeParse(payload).data ?? {};
  return originSchema.parse({ ref, ...(project === undefined ? {} : { repository: repositoryOf(project) }) });
}

/** GitLab says neither when a project was pushed to nor that a branch was forced; of more than 20 commits git itself is asked. */
export const gitlabPush: z.ZodType<Push> = gitlabPushSchema
  .transform(({ ref, before, after, checkout_sha: checkedOut, user_username: login, project, commits, total_commits_count: total }): z.input<typeof pushSchema> => {
    const deleted = isNoCommit(after);
    const id = checkedOut ?? after;
    const head = commits.find((commit) => commit.id === id);
    return {
      ref,
      before,
      after,
      deleted,
      created: isNoCommit(before),
      ...(login ? { sender: { login } } : {}),
      repository: repositoryOf(project),
      ...(commits.length > 0 && commits.length === (total ?? commits.length) ? { commits } : {}),
      ...(deleted || id === undefined ? {} : { head_commit: head ?? { id } }),
    };
  })
  .pipe(pushSchema);

/** The same as GitHub names a repository. */
export function repositoryOf({ path_with_namespace, git_http_url, git_ssh_url, web_url }: z.infer<typeof projectSchema>): NonNullable<Origin["repository"]> {
  return { full_name: path_with_namespace, clone_url: git_http_url, ssh_url: git_ssh_url, html_url: web_url };
}
