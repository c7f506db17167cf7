import type { Commit } from "@windlass/contracts/release";
import { z } from "zod";

const text = z.string().optional();

/** What every delivery may say of where it comes from. */
export const originSchema = z.object({
  ref: text,
  repository: z.object({ full_name: text, clone_url: text, ssh_url: text, html_url: text, git_url: text, url: text }).optional(),
});
export type Origin = z.infer<typeof originSchema>;

/** The part of GitHub's `push` that is used: https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export const pushSchema = originSchema.extend({
  ref: z.string(),
  /** What the branch points at since the push; `head_commit` describes it. */
  after: text,
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
  head_commit: z
    .object({
      id: z.string(),
      message: z.string().default(""),
      timestamp: z.string().nullish(),
      author: z.object({ name: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
export type Push = z.infer<typeof pushSchema>;

/** The branch that was pushed to; null for a tag or another kind of ref. */
export function branchOf(push: Push): string | null {
  return push.ref.startsWith("refs/heads/") ? push.ref.slice("refs/heads/".length) : null;
}

/** The commit that the branch points at since the push; null when the payload names none. */
export function commitOf({ after, head_commit: head }: Push): Commit | null {
  if (after !== undefined && after !== head?.id) return { sha: after, message: "", author: "", committedAt: null };
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
