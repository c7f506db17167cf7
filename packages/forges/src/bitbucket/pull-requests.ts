import type { ChangedFile, PullRequest, PullRequestPlace } from "@windlass/contracts/forge";
import { z } from "zod";
import { repositoryPath, type BitbucketClient } from "./bitbucket-client.js";
import { wholeCommit } from "./repository.js";

const sideSchema = z.object({
  branch: z.object({ name: z.string() }),
  /** The first twelve letters; null once the branch is gone. */
  commit: z.object({ hash: z.string() }).nullish(),
  /** Null when the fork is gone. */
  repository: z.object({ full_name: z.string(), uuid: z.string() }).nullish(),
});

const pullRequestSchema = z.object({
  id: z.number(),
  title: z.string(),
  state: z.enum(["OPEN", "MERGED", "DECLINED", "SUPERSEDED"]),
  draft: z.boolean().default(false),
  author: z.object({ uuid: z.string(), nickname: z.string().nullish(), display_name: z.string().nullish() }).nullish(),
  source: sideSchema,
  destination: sideSchema,
  updated_on: z.string(),
  links: z.object({ html: z.object({ href: z.string() }) }),
});
type Row = z.infer<typeof pullRequestSchema>;

/** Whole names of commits by their first letters, so that a list costs a request for each commit only once. */
export type CommitNames = Map<string, string>;

const mostNames = 5_000;
const states = { OPEN: "open", MERGED: "merged", DECLINED: "closed", SUPERSEDED: "closed" } as const;

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/ */
export async function readPullRequest(client: BitbucketClient, { fullName, number, names }: PullRequestPlace & { names: CommitNames }): Promise<PullRequest> {
  const { data } = await client.call({ doing: `read pull request ${fullName}#${number}`, path: `${repositoryPath(fullName)}/pullrequests/${number}`, schema: pullRequestSchema });
  return toPullRequest(client, { fullName, row: data, names });
}

export async function listOpenPullRequests(client: BitbucketClient, { fullName, names }: { fullName: string; names: CommitNames }): Promise<PullRequest[]> {
  const rows = await client.all({ doing: `list the pull requests of ${fullName}`, path: `${repositoryPath(fullName)}/pullrequests?state=OPEN&pagelen=50`, schema: pullRequestSchema });
  const pulls: PullRequest[] = [];
  for (const row of rows) pulls.push(await toPullRequest(client, { fullName, row, names }));
  return pulls;
}

/** Bitbucket has no labels. */
async function toPullRequest(client: BitbucketClient, { fullName, row, names }: { fullName: string; row: Row; names: CommitNames }): Promise<PullRequest> {
  const { author, source, destination } = row;
  const isFork = source.repository?.uuid === undefined || source.repository.uuid !== destination.repository?.uuid;
  return {
    number: row.id,
    title: row.title,
    url: row.links.html.href,
    state: states[row.state],
    isDraft: row.draft,
    labels: [],
    author: author ? { id: author.uuid, login: author.nickname ?? author.display_name ?? author.uuid } : null,
    head: { sha: await whole(client, { fullName: source.repository?.full_name ?? fullName, hash: source.commit?.hash ?? "", names }), ref: source.branch.name, repository: source.repository?.full_name ?? null },
    base: { sha: destination.commit?.hash ?? "", ref: destination.branch.name },
    isFork,
    updatedAt: new Date(row.updated_on).toISOString(),
  };
}

async function whole(client: BitbucketClient, { fullName, hash, names }: { fullName: string; hash: string; names: CommitNames }): Promise<string> {
  const key = `${fullName} ${hash}`;
  const known = hash === "" || hash.length === 40 ? hash : names.get(key);
  if (known !== undefined) return known;
  const found = await wholeCommit(client, { fullName, ref: hash });
  if (names.size >= mostNames) names.clear();
  if (found !== null) names.set(key, found);
  return found ?? hash;
}

const fileSchema = z.object({ status: z.string(), lines_added: z.number().default(0), lines_removed: z.number().default(0), old: z.object({ path: z.string() }).nullish(), new: z.object({ path: z.string() }).nullish() });
const fileStates: Readonly<Record<string, ChangedFile["status"]>> = { added: "added", removed: "removed", renamed: "renamed" };

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/#api-repositories-workspace-repo-slug-pullrequests-pull-request-id-diffstat-get */
export async function listPullRequestFiles(client: BitbucketClient, { fullName, number }: PullRequestPlace): Promise<ChangedFile[]> {
  const rows = await client.all({ doing: `list the files of ${fullName}#${number}`, path: `${repositoryPath(fullName)}/pullrequests/${number}/diffstat?pagelen=100`, schema: fileSchema });
  return rows.map((row) => ({
    path: row.new?.path ?? row.old?.path ?? "",
    previousPath: row.status === "renamed" ? (row.old?.path ?? null) : null,
    status: fileStates[row.status] ?? "modified",
    additions: row.lines_added,
    deletions: row.lines_removed,
  }));
}
