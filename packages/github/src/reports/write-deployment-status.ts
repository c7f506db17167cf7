import type { ForgeDeploymentStatus } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { cutTo, longestStatus } from "./limits.js";

/** GitHub is to make no other deployment inactive: reports may come late and in another order, and Windlass knows which one runs. */
export async function writeDeploymentStatus(client: GithubClient, status: ForgeDeploymentStatus): Promise<void> {
  const { fullName, deploymentId, state, logUrl, environmentUrl } = status;
  await callGithub(`tell ${fullName} how deployment ${deploymentId} stands`, () =>
    client.request("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", {
      ...splitName(fullName),
      deployment_id: Number(deploymentId),
      state,
      description: cutTo(status.description, longestStatus),
      auto_inactive: false,
      ...(logUrl === null ? {} : { log_url: logUrl }),
      ...(environmentUrl === null ? {} : { environment_url: environmentUrl }),
    }),
  );
}
