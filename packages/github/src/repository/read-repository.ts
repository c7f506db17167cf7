import type { ForgeRepository } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { toRepository } from "./to-repository.js";

export function readRepository(client: GithubClient, fullName: string): Promise<ForgeRepository> {
  return callGithub(`read ${fullName}`, async () => toRepository((await client.request("GET /repos/{owner}/{repo}", splitName(fullName))).data));
}
