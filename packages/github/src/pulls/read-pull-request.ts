import type { PullRequest, PullRequestPlace } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { toPullRequest } from "./to-pull-request.js";

export function readPullRequest(client: GithubClient, { fullName, number }: PullRequestPlace): Promise<PullRequest> {
  return callGithub(`read ${fullName}#${number}`, async () =>
    toPullRequest((await client.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...splitName(fullName), pull_number: number })).data),
  );
}
