import { deliveryProviderNames, type DeliveryProvider } from "@windlass/contracts/delivery";
import type { z } from "zod";
import { commentEventSchema, type CommentEvent } from "../../command/comment-event.js";
import { originSchema, pushSchema, type Origin, type Push } from "../github-event.js";
import { pullRequestEventSchema, type PullRequestEvent } from "../pull-request-event.js";
import { bitbucketComment, bitbucketPull } from "./bitbucket-pull.js";
import { bitbucketOrigin, bitbucketPush } from "./bitbucket-push.js";
import { gitlabComment, gitlabPull } from "./gitlab-pull.js";
import { gitlabOrigin, gitlabPush } from "./gitlab-push.js";

/** What an event is about, whatever its provider calls it. */
export type EventKind = "push" | "pull" | "comment" | "ping";

/** Reads a provider's payloads: each makes the same of its own form. */
export type Reader = {
  /** By the event's name as it is stored. */
  kinds: Readonly<Record<string, EventKind>>;
  push: z.ZodType<Push>;
  pull: z.ZodType<PullRequestEvent>;
  comment: z.ZodType<CommentEvent>;
  origin: (payload: unknown) => Origin;
};

const githubReader: Reader = {
  kinds: { push: "push", pull_request: "pull", issue_comment: "comment", ping: "ping" },
  push: pushSchema,
  pull: pullRequestEventSchema,
  comment: commentEventSchema,
  origin: (payload) => originSchema.safeParse(payload).data ?? {},
};

const readers = {
  github: githubReader,
  // What is found by looking is stored in GitHub's form.
  windlass: githubReader,
  gitlab: { kinds: { push: "push", merge_request: "pull", note: "comment" }, push: gitlabPush, pull: gitlabPull, comment: gitlabComment, origin: gitlabOrigin },
  bitbucket: {
    kinds: { push: "push", ping: "ping", pullrequest_created: "pull", pullrequest_updated: "pull", pullrequest_fulfilled: "pull", pullrequest_rejected: "pull", pullrequest_comment_created: "comment" },
    push: bitbucketPush,
    pull: bitbucketPull,
    comment: bitbucketComment,
    origin: bitbucketOrigin,
  },
} as const satisfies Record<DeliveryProvider, Reader>;

/** The reader of a provider's payloads. */
export function readerOf(provider: string): Reader {
  return readers[knownProvider(provider)];
}

/** What a provider is called where it does not say who caused a delivery. */
export function senderName(provider: string): string {
  return deliveryProviderNames[knownProvider(provider)];
}

function knownProvider(provider: string): DeliveryProvider {
  return provider === "gitlab" || provider === "bitbucket" || provider === "windlass" ? provider : "github";
}
