import type { Commit } from "@windlass/contracts/release";
import { z } from "zod";

const text = z.string().optional();
/** A commit's name, by SHA-1 or SHA-256: nothing that git could take for an option. */
export const shaSchema = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);
const paths = z.array(z.string());

/** What every delivery may say of where it comes from. */
export const originSchema = z.object({
  ref: text,
  repository: z.object({ full_name: text, clone_url: text, ssh_url: text, html_url: text, git_url: text, url: text }).optional(),
});
export type Origin = z.infer<typeof originSchema>;

/** The part of GitHub's `push` that is used: https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export const pushSchema = originSchema.extend({
  ref: z.string(),
  /** What the ref pointed at before the push; zeros for one that is new. */
  before: shaSchema.optional(),
  /** What the ref points at since the push; `head_commit` describes the commit. */
  after: shaSchema.optional(),
  deleted: z.boolean().default(false),
  /** A branch that is new, or that was made to point elsewhere: what it pointed at before says nothing of the order. */
  created: z.boolean().default(false),
  forced: z.boolean().default(false),
  /** Who pushed, by GitHub's word; anybody can put any name into a commit. */
  sender: z.object({ login: z.string().max(100) }).optional(),
  repository: z.object({
    full_name: text,
    clone_url: text,
    ssh_url: text,
    html_url: text,
    git_url: text,
    url: text,
    /** When it was pushed to, in seconds; of two deliveries of a branch the one with the greater is the newer. */
    pushed_at: z.number().int().optional().catch(undefined),
  }),
  /** What each commit changes, of at most 2 048 commits. */
  commits: z.array(z.object({ added: paths, modified: paths, removed: paths })).optional().catch(undefined),
  head_commit: z
    .object({
      id: shaSchema,
      message: z.string().default(""),
      timestamp: z.string().nullish(),
      author: z.object({ name: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
export type Push = z.infer<typeof pushSchema>;

/** The branch that was pushed to; null for a tag or another kind of ref. */
export function branchOf({ ref }: Pick<Push, "ref">): string | null {
  return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
}

/** The tag that was pushed; null for a branch or another kind of ref. */
export function tagOf({ ref }: Pick<Push, "ref">): string | null {
  return ref.startsWith("refs/tags/") ? ref.slice("refs/tags/".length) : null;
}

/** Whether a commit's name is the one that git writes for none. */
export function isNoCommit(sha: string | undefined): boolean {
  return sha === undefined || /^0*$/.test(sha);
}

/** The commit that the ref points at since the push; null when the payload names none. */
export function commitOf(push: Push): Commit | null {
  const { after, head_commit: head } = push;
  if (push.deleted) return null;
  // An annotated tag is an object of its own, which points at the commit.
  if (after !== undefined && after !== head?.id && (tagOf(push) === null || !head)) return { sha: after, message: "", author: "", committedAt: null };
  if (!head) return null;
  const time = head.timestamp ? new Date(head.timestamp) : null;
  const committedAt = time === null || Number.isNaN(time.getTime()) ? null : time.toISOString();
  return { sha: head.id, message: head.message, author: head.author?.name ?? "", committedAt };
}

/** The addresses by which the sender names its repository. */
export function addressesOf(origin: Origin): string[] {
  const { clone_url, ssh_url, html_url, git_url, url } = origin.repository ?? {};
  return [clone_url, ssh_url, html_url, git_url, url].flatMap((address) => (address ? [address] : []));
}
