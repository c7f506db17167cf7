import type { NewForgeDeployment } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { cutTo, longestStatus } from "./limits.js";

/** The commit is taken as it is: GitHub is to merge nothing into it and to wait for no status. */
export function createDeployment(client: GithubClient, deployment: NewForgeDeployment): Promise<string> {
  const { fullName, sha, environment, isProduction, isTransient } = deployment;
  return callGithub(`tell ${fullName} of the deployment to ${environment}`, async () => {
    const { data } = await client.request("POST /repos/{owner}/{repo}/deployments", {
      ...splitName(fullName),
      ref: sha,
      environment,
      payload: { windlass: deployment.externalId },
      description: cutTo(deployment.description, longestStatus),
      auto_merge: false,
      required_contexts: [],
      production_environment: isProduction,
      transient_environment: isTransient,
      request: { retries: 0 },
    });
    if (!("id" in data)) throw new Error("GitHub merged instead of making a deployment.");
    return String(data.id);
  });
}
