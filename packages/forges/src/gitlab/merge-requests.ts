import type { ChangedFile, PullRequest, PullRequestPlace } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { projectPath, type GitlabClient } from "./gitlab-client.js";

const mergeRequestSchema = z.object({
  iid: z.number(),
  title: z.string(),
  web_url: z.string(),
  /** `locked` while it is being merged. */
  state: z.enum(["opened", "closed", "merged", "locked"]),
  draft: z.boolean().default(false),
  labels: z.array(z.string()).default([]),
  author: z.object({ id: z.number(), username: z.string() }).nullable(),
  /** The source branch's newest commit; null for a moment after it was made. */
  sha: z.string().nullable(),
  source_branch: z.string(),
  target_branch: z.string(),
  /** Null when the fork is gone. */
  source_project_id: z.number().nullable(),
  target_project_id: z.number(),
  diff_refs: z.object({ base_sha: z.string().nullable() }).nullish(),
  updated_at: z.string(),
});
type MergeRequest = z.infer<typeof mergeRequestSchema>;

/** https://docs.gitlab.com/api/merge_requests/#retrieve-a-merge-request */
export async function readPullRequest(client: GitlabClient, { fullName, number }: PullRequestPlace): Promise<PullRequest> {
  const { data } = await client.call({ doing: `read merge request ${fullName}!${number}`, path: `${projectPath(fullName)}/merge_requests/${number}`, schema: mergeRequestSchema });
  return toPullRequest(data, await sourceName(client, { fullName, row: data, names: new Map() }));
}

/** https://docs.gitlab.com/api/merge_requests/#list-project-merge-requests */
export async function listOpenPullRequests(client: GitlabClient, fullName: string): Promise<PullRequest[]> {
  const rows = await client.all({ doing: `list the merge requests of ${fullName}`, path: `${projectPath(fullName)}/merge_requests?state=opened`, schema: z.array(mergeRequestSchema) });
  const names = new Map<number, string | null>();
  const pulls: PullRequest[] = [];
  for (const row of rows) pulls.push(toPullRequest(row, await sourceName(client, { fullName, row, names })));
  return pulls;
}

function toPullRequest(row: MergeRequest, source: string | null): PullRequest {
  const sha = row.sha ?? "";
  return {
    number: row.iid,
    title: row.title,
    url: row.web_url,
    state: row.state === "merged" || row.state === "closed" ? row.state : "open",
    isDraft: row.draft,
    labels: row.labels,
    author: row.author === null ? null : { id: String(row.author.id), login: row.author.username },
    head: { sha, ref: row.source_branch, repository: source },
    base: { sha: row.diff_refs?.base_sha ?? sha, ref: row.target_branch },
    isFork: row.source_project_id !== row.target_project_id,
    updatedAt: row.updated_at,
  };
}

type Source = { fullName: string; row: MergeRequest; names: Map<number, string | null> };

/** What the project is called that the commits come from; null where it is gone, or hidden from the token. */
async function sourceName(client: GitlabClient, { fullName, row, names }: Source): Promise<string | null> {
  const { source_project_id: id, target_project_id: target } = row;
  if (id === null) return null;
  if (id === target) return fullName;
  const known = names.get(id);
  if (known !== undefined) return known;
  const doing = `read the project that merge request ${fullName}!${row.iid} comes from`;
  const name = await client.call({ doing, path: `/projects/${id}`, schema: z.object({ path_with_namespace: z.string() }) }).then(
    ({ data }) => data.path_with_namespace,
    (error: unknown) => {
      if (error instanceof RefusedError && (error.answered === 404 || error.answered === 403)) return null;
      throw error;
    },
  );
  names.set(id, name);
  return name;
}

const diffSchema = z.object({ old_path: z.string(), new_path: z.string(), new_file: z.boolean(), renamed_file: z.boolean(), deleted_file: z.boolean(), diff: z.string().default("") });

/** Of a file whose diff GitLab finds too large, no lines are counted. https://docs.gitlab.com/api/merge_requests/#list-merge-request-diffs */
export async function listPullRequestFiles(client: GitlabClient, { fullName, number }: PullRequestPlace): Promise<ChangedFile[]> {
  const rows = await client.all({ doing: `list the files of ${fullName}!${number}`, path: `${projectPath(fullName)}/merge_requests/${number}/diffs`, schema: z.array(diffSchema) });
  return rows.map((row) => ({
    path: row.new_path,
    previousPath: row.renamed_file ? row.old_path : null,
    status: row.new_file ? "added" : row.deleted_file ? "removed" : row.renamed_file ? "renamed" : "modified",
    ...countLines(row.diff),
  }));
}

function countLines(diff: string): { additions: number; deletions: number } {
  const lines = diff.split("\n");
  const firstHunk = lines.findIndex((line) => line.startsWith("@@"));
  const changed = firstHunk === -1 ? [] : lines.slice(firstHunk);
  const count = (sign: string): number => changed.filter((line) => line.startsWith(sign)).length;
  return { additions: count("+"), deletions: count("-") };
}
