import type { BranchHead } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

export function readBranchHeads(client: GithubClient, fullName: string): Promise<BranchHead[]> {
  return callGithub(`read the branches of ${fullName}`, async () => {
    const rows = await client.paginate("GET /repos/{owner}/{repo}/branches", { ...splitName(fullName), per_page: 100 });
    return rows.map(({ name, commit }) => ({ name, sha: commit.sha }));
  });
}
