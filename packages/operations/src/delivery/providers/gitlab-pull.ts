import { z } from "zod";
import { commentEventSchema, type CommentEvent } from "../../command/comment-event.js";
import { shaSchema } from "../github-event.js";
import { pullRequestEventSchema, type PullRequestEvent } from "../pull-request-event.js";
import { projectSchema, repositoryOf } from "./gitlab-push.js";

const id = z.number().int();
const userSchema = z.object({ id, username: z.string().max(100) });
const labelsSchema = z.array(z.object({ title: z.string() }));

/** A time as GitLab writes it: with `T` and `Z`, or of older versions with spaces and `UTC`. */
const timeSchema = z.string().transform((text) => text.replace(" UTC", "Z").replace(" ", "T")).pipe(z.iso.datetime({ offset: true }));

const attributesSchema = z.object({
  iid: id,
  title: z.string(),
  url: z.string(),
  state: z.enum(["opened", "closed", "merged", "locked"]),
  draft: z.boolean().default(false),
  author_id: id,
  source_branch: z.string(),
  target_branch: z.string(),
  /** Null when the fork is gone. */
  source_project_id: id.nullable(),
  target_project_id: id,
  source: z.object({ path_with_namespace: z.string() }).nullish(),
  last_commit: z.object({ id: shaSchema }),
  updated_at: timeSchema,
  action: z.string().optional(),
  /** What the source branch pointed at, only where it has new commits. */
  oldrev: z.string().optional(),
});

/** The part of GitLab's Merge Request Hook that is used: https://docs.gitlab.com/user/project/integrations/webhook_events/#merge-request-events */
const gitlabPullSchema = z.object({
  user: userSchema,
  project: projectSchema,
  object_attributes: attributesSchema,
  labels: labelsSchema.default([]),
  changes: z.object({ labels: z.object({ previous: labelsSchema, current: labelsSchema }), draft: z.object({ current: z.boolean() }) }).partial().default({}),
});
type GitlabPull = z.infer<typeof gitlabPullSchema>;

/** GitLab names the author by number alone, unless he did it himself: what he is called is the forge's to say. */
export const gitlabPull: z.ZodType<PullRequestEvent> = gitlabPullSchema
  .transform((event): z.input<typeof pullRequestEventSchema> => {
    const { user, project, object_attributes: pull, labels } = event;
    const isMerged = pull.state === "merged";
    const name = project.path_with_namespace ?? "";
    const source = pull.source_project_id === null ? null : { id: pull.source_project_id, full_name: pull.source?.path_with_namespace ?? name };
    return {
      action: actionOf(event),
      sender: { id: user.id, login: user.username },
      repository: repositoryOf(project),
      pull_request: {
        number: pull.iid,
        title: pull.title,
        html_url: pull.url,
        state: isMerged || pull.state === "closed" ? "closed" : "open",
        merged_at: isMerged ? pull.updated_at : null,
        draft: pull.draft,
        labels: labels.map(({ title }) => ({ name: title })),
        user: { id: pull.author_id, login: pull.author_id === user.id ? user.username : `user ${pull.author_id}` },
        head: { sha: pull.last_commit.id, ref: pull.source_branch, repo: source },
        base: { sha: pull.last_commit.id, ref: pull.target_branch, repo: { id: pull.target_project_id, full_name: name } },
        updated_at: pull.updated_at,
      },
    };
  })
  .pipe(pullRequestEventSchema);

/** What happened, in GitHub's word: of several changes at once the one that matters most. */
function actionOf({ object_attributes: { action = "", oldrev }, changes }: GitlabPull): string {
  const words: Record<string, string> = { open: "opened", reopen: "reopened", close: "closed", merge: "closed" };
  if (action !== "update") return words[action] ?? action;
  if (oldrev !== undefined) return "synchronize";
  if (changes.draft !== undefined) return changes.draft.current ? "converted_to_draft" : "ready_for_review";
  if (changes.labels === undefined) return "edited";
  return changes.labels.current.length < changes.labels.previous.length ? "unlabeled" : "labeled";
}

/** The part of GitLab's Note Hook that is used: https://docs.gitlab.com/user/project/integrations/webhook_events/#comment-events */
const gitlabNoteSchema = z.object({
  user: userSchema,
  project: projectSchema,
  object_attributes: z.object({ id, note: z.string(), noteable_type: z.string(), author_id: id, system: z.boolean().default(false), action: z.string().default("create") }),
  merge_request: z.object({ iid: id }).nullish(),
});

/** A note of a merge request, as a comment of GitHub's; notes of anything else belong to no pull request. */
export const gitlabComment: z.ZodType<CommentEvent> = gitlabNoteSchema
  .transform(({ user, project, object_attributes: note, merge_request: pull }): z.input<typeof commentEventSchema> => ({
    action: note.action === "create" && !note.system ? "created" : "edited",
    repository: repositoryOf(project),
    issue: { number: pull?.iid ?? 1, pull_request: note.noteable_type === "MergeRequest" && pull ? {} : null },
    comment: { id: note.id, body: note.note, user: { id: note.author_id, login: user.username } },
    sender: { id: user.id, login: user.username },
  }))
  .pipe(commentEventSchema);
