import type { ForgeReaction } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

export async function react(client: GithubClient, { fullName, commentId, reaction }: ForgeReaction): Promise<void> {
  await callGithub(`react to a comment of ${fullName}`, () =>
    client.request("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", { ...splitName(fullName), comment_id: Number(commentId), content: reaction }),
  );
}
