import type { CommitStatus } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { cutTo, longestStatus } from "./limits.js";

export async function writeStatus(client: GithubClient, status: CommitStatus): Promise<void> {
  const { fullName, sha, state, context, url } = status;
  await callGithub(`set the status of ${sha.slice(0, 12)} in ${fullName}`, () =>
    client.request("POST /repos/{owner}/{repo}/statuses/{sha}", {
      ...splitName(fullName),
      sha,
      state,
      context,
      description: cutTo(status.description, longestStatus),
      ...(url === null ? {} : { target_url: url }),
    }),
  );
}
