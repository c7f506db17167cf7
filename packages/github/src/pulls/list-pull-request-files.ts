import type { ChangedFile, PullRequestPlace } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

/** GitHub lists at most 3 000 files. */
export function listPullRequestFiles(client: GithubClient, { fullName, number }: PullRequestPlace): Promise<ChangedFile[]> {
  return callGithub(`list the files of ${fullName}#${number}`, async () => {
    const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
    const rows = await client.paginate(route, { ...splitName(fullName), pull_number: number, per_page: 100 });
    return rows.map((row) => ({
      path: row.filename,
      previousPath: row.previous_filename ?? null,
      status: statusOf(row.status),
      additions: row.additions,
      deletions: row.deletions,
    }));
  });
}

/** A copy is a file that is new; a changed mode is a change. */
function statusOf(status: string): ChangedFile["status"] {
  if (status === "added" || status === "copied") return "added";
  return status === "removed" || status === "renamed" ? status : "modified";
}
