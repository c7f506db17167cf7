import type { PullRequest } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { toPullRequest } from "./to-pull-request.js";

export function listOpenPullRequests(client: GithubClient, fullName: string): Promise<PullRequest[]> {
  return callGithub(`list the open pull requests of ${fullName}`, async () => {
    const rows = await client.paginate("GET /repos/{owner}/{repo}/pulls", { ...splitName(fullName), state: "open", per_page: 100 });
    return rows.map(toPullRequest);
  });
}
