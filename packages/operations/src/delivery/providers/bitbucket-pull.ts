import { z } from "zod";
import { commentEventSchema, type CommentEvent } from "../../command/comment-event.js";
import { pullRequestEventSchema, type PullRequestEvent } from "../pull-request-event.js";
import { repositoryOf, repositorySchema } from "./bitbucket-push.js";

/** Of access tokens the type is `app_user`: they are programs. */
const accountSchema = z.object({ uuid: z.string(), nickname: z.string().max(100).nullish(), display_name: z.string().max(100).nullish(), type: z.string().optional() });
type Account = z.infer<typeof accountSchema>;

const sideSchema = z.object({
  branch: z.object({ name: z.string() }),
  /** The first twelve letters. */
  commit: z.object({ hash: z.string() }).nullish(),
  /** Null when the fork is gone. */
  repository: z.object({ full_name: z.string(), uuid: z.string() }).nullish(),
});

const pullSchema = z.object({
  id: z.number().int(),
  title: z.string(),
  state: z.enum(["OPEN", "MERGED", "DECLINED", "SUPERSEDED"]),
  draft: z.boolean().default(false),
  author: accountSchema.nullish(),
  source: sideSchema,
  destination: sideSchema,
  updated_on: z.iso.datetime({ offset: true }),
  links: z.object({ html: z.object({ href: z.string() }) }),
});

/** What Bitbucket Cloud sends of pull requests: https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Pull-request-events */
const bitbucketPullSchema = z.object({ actor: accountSchema, repository: repositorySchema, pullrequest: pullSchema });

/** A payload says that something changed and not what: an open one may have other commits, and whoever did it is judged as if he had pushed them. */
export const bitbucketPull: z.ZodType<PullRequestEvent> = bitbucketPullSchema
  .transform(({ actor, repository, pullrequest: pull }): z.input<typeof pullRequestEventSchema> => {
    const { author, source, destination } = pull;
    const isMerged = pull.state === "MERGED";
    return {
      action: pull.state === "OPEN" ? "synchronize" : "closed",
      sender: personOf(actor),
      repository: repositoryOf(repository),
      pull_request: {
        number: pull.id,
        title: pull.title,
        html_url: pull.links.html.href,
        state: pull.state === "OPEN" ? "open" : "closed",
        merged_at: isMerged ? pull.updated_on : null,
        draft: pull.draft,
        user: author ? personOf(author) : null,
        head: sideOf(source),
        base: sideOf(destination),
        updated_at: pull.updated_on,
      },
    };
  })
  .pipe(pullRequestEventSchema);

function sideOf({ branch, commit, repository }: z.infer<typeof sideSchema>): z.input<typeof pullRequestEventSchema>["pull_request"]["head"] {
  // The commit of a branch that is gone is not told: of a pull request that has ended nobody needs it.
  return { sha: commit?.hash ?? "0".repeat(12), ref: branch.name, repo: repository ? { id: repository.uuid, full_name: repository.full_name } : null };
}

function personOf({ uuid, nickname, display_name: name, type }: Account): { id: string; login: string; type?: string } {
  return { id: uuid, login: nickname ?? name ?? uuid, ...(type === "app_user" ? { type: "Bot" } : {}) };
}

const bitbucketCommentSchema = bitbucketPullSchema.extend({
  pullrequest: pullSchema.pick({ id: true, source: true }),
  comment: z.object({ id: z.number().int(), content: z.object({ raw: z.string() }), user: accountSchema.nullish() }),
});

/** `pullrequest:comment_created` alone is read as a comment. */
export const bitbucketComment: z.ZodType<CommentEvent> = bitbucketCommentSchema
  .transform(({ actor, repository, pullrequest, comment }): z.input<typeof commentEventSchema> => ({
    action: "created",
    repository: repositoryOf(repository),
    issue: { number: pullrequest.id, pull_request: {}, head_ref: pullrequest.source.branch.name },
    comment: { id: comment.id, body: comment.content.raw, user: comment.user ? personOf(comment.user) : null },
    sender: personOf(actor),
  }))
  .pipe(commentEventSchema);
