import { z } from "zod";
import { originSchema } from "../delivery/github-event.js";
import { forgeIdSchema } from "../delivery/pull-request-event.js";

const person = z.object({ id: forgeIdSchema, login: z.string().min(1).max(100), type: z.string().optional() });

/** The part of GitHub's `issue_comment` that is used: https://docs.github.com/webhooks/webhook-events-and-payloads#issue_comment */
export const commentEventSchema = originSchema.extend({
  action: z.string(),
  issue: z.object({
    number: z.number().int().positive(),
    /** Only of Bitbucket, where a pull request is called by its branch. */
    head_ref: z.string().default(""),
    /** Only of pull requests. */
    pull_request: z.looseObject({}).nullish(),
  }),
  comment: z.object({
    id: z.union([z.number().int(), z.string()]),
    body: z.string().nullable(),
    user: person.nullable(),
    performed_via_github_app: z.looseObject({}).nullish(),
  }),
  /** Who did it. Of a new comment that is its author. */
  sender: person,
});
export type CommentEvent = z.infer<typeof commentEventSchema>;
