import type { PullRequest } from "@windlass/contracts/forge";

/** What GitHub's list and its single answer have in common. */
type Answer = {
  number: number;
  title: string;
  html_url: string;
  state: string;
  merged_at: string | null;
  updated_at: string;
  draft?: boolean;
  labels: { name?: string }[];
  user: { id: number | bigint; login: string } | null;
  head: Side;
  base: Side;
};
type Side = { sha: string; ref: string; repo: { id: number | bigint; full_name: string } | null };

export function toPullRequest(row: Answer): PullRequest {
  return {
    number: row.number,
    title: row.title,
    url: row.html_url,
    state: row.merged_at !== null ? "merged" : row.state === "open" ? "open" : "closed",
    isDraft: row.draft ?? false,
    labels: row.labels.flatMap(({ name }) => (name === undefined ? [] : [name])),
    author: row.user === null ? null : { id: String(row.user.id), login: row.user.login },
    head: { sha: row.head.sha, ref: row.head.ref, repository: row.head.repo?.full_name ?? null },
    base: { sha: row.base.sha, ref: row.base.ref },
    isFork: row.head.repo === null || row.head.repo.id !== row.base.repo?.id,
    updatedAt: row.updated_at,
  };
}
