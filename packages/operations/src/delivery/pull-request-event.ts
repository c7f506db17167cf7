import type { PullRequest } from "@windlass/contracts/forge";
import { z } from "zod";
import { originSchema, shaSchema } from "./github-event.js";

/** A number, but for Bitbucket, which has UUIDs. */
export const forgeIdSchema = z.union([z.number().int(), z.string().min(1).max(100)]);
const person = z.object({ id: forgeIdSchema, login: z.string().max(100) });

/** What is done for a pull request: for anything else that happens to it, nothing. */
export const handledActions = ["opened", "synchronize", "reopened", "labeled", "unlabeled", "converted_to_draft", "ready_for_review", "edited", "closed"] as const;

const side = z.object({ sha: z.union([shaSchema, z.string().regex(/^[0-9a-f]{7,39}$/)]), ref: z.string().max(1_000), repo: z.object({ id: forgeIdSchema, full_name: z.string() }).nullable() });

/** The part of GitHub's `pull_request` that is used: https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
export const pullRequestEventSchema = originSchema.extend({
  action: z.string(),
  /** Who did it, by GitHub's word: of a push, who pushed. */
  sender: person.optional(),
  pull_request: z.object({
    number: z.number().int().positive(),
    title: z.string(),
    html_url: z.url({ protocol: /^https?$/ }),
    state: z.enum(["open", "closed"]),
    merged_at: z.string().nullish(),
    draft: z.boolean().default(false),
    labels: z.array(z.object({ name: z.string() })).default([]),
    user: person.nullable(),
    head: side,
    base: side,
    updated_at: z.iso.datetime({ offset: true }),
  }),
  /** Of deliveries of Windlass' own: the services in which somebody asks for a preview by hand. */
  windlass: z.object({ asked: z.array(z.string()) }).optional(),
});
export type PullRequestEvent = z.infer<typeof pullRequestEventSchema>;

/** The pull request as the payload tells of it. */
export function pullOfEvent({ pull_request: row }: PullRequestEvent): PullRequest {
  const merged = row.merged_at !== null && row.merged_at !== undefined;
  return {
    number: row.number,
    title: row.title,
    url: row.html_url,
    state: merged ? "merged" : row.state,
    isDraft: row.draft,
    labels: row.labels.map(({ name }) => name),
    author: row.user === null ? null : { id: String(row.user.id), login: row.user.login },
    head: { sha: row.head.sha, ref: row.head.ref, repository: row.head.repo?.full_name ?? null },
    base: { sha: row.base.sha, ref: row.base.ref },
    isFork: row.head.repo === null || row.head.repo.id !== row.base.repo?.id,
    updatedAt: row.updated_at,
  };
}
