import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

export type DeploymentPlace = { fullName: string; sha: string; environment: string; externalId: string };

/** The external id is in the payload, which GitHub gives back as it was sent, or as text. */
export function findDeployment(client: GithubClient, { fullName, sha, environment, externalId }: DeploymentPlace): Promise<string | null> {
  return callGithub(`look for the deployment to ${environment} in ${fullName}`, async () => {
    const route = "GET /repos/{owner}/{repo}/deployments";
    const rows = await client.paginate(route, { ...splitName(fullName), sha, environment, per_page: 100 });
    const found = rows.find(({ payload }) => JSON.stringify(payload ?? "").includes(externalId));
    return found ? String(found.id) : null;
  });
}
