import type { ForgeDeploymentStatus, NewForgeDeployment } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { projectPath, type GitlabClient } from "./gitlab-client.js";

const deploymentSchema = z.object({
  id: z.number(),
  sha: z.string(),
  status: z.string(),
  user: z.object({ id: z.number() }).nullable(),
  environment: z.object({ id: z.number(), external_url: z.string().nullish() }),
});

/** GitLab wants a branch's name, which it only shows; of a commit that may be in several, or in a fork, the commit stands for it. https://docs.gitlab.com/api/deployments/#create-a-deployment */
export async function createDeployment(client: GitlabClient, { fullName, sha, environment, isProduction, isTransient }: NewForgeDeployment): Promise<string> {
  const doing = `tell of a deployment to ${environment} in ${fullName}`;
  await ensureEnvironment(client, { fullName, environment, tier: isProduction ? "production" : isTransient ? "development" : "other" });
  const body = { environment, sha, ref: sha, tag: false, status: "running" };
  const { data } = await client.call({ doing, method: "POST", path: `${projectPath(fullName)}/deployments`, body, schema: deploymentSchema });
  return String(data.id);
}

/** GitLab reads an environment's tier from its name, unless it is told when the environment is made. https://docs.gitlab.com/api/environments/#create-an-environment */
async function ensureEnvironment(client: GitlabClient, { fullName, environment, tier }: { fullName: string; environment: string; tier: string }): Promise<void> {
  const path = `${projectPath(fullName)}/environments`;
  try {
    await client.call({ doing: `make the environment ${environment} of ${fullName}`, method: "POST", path, body: { name: environment, tier }, schema: z.unknown() });
  } catch (error) {
    // It is there already.
    if (!(error instanceof RefusedError) || error.answered !== 400) throw error;
  }
}

export type DeploymentPlace = { fullName: string; sha: string; environment: string; userId: () => Promise<number> };

/**
 * GitLab keeps no word of ours with a deployment: one of this commit to this environment that the token's user made and that has not ended is the
 * one whose answer was lost.
 */
export async function findDeployment(client: GitlabClient, { fullName, sha, environment, userId }: DeploymentPlace): Promise<string | null> {
  const own = await userId();
  const path = `${projectPath(fullName)}/deployments?environment=${encodeURIComponent(environment)}&status=running&order_by=id&sort=desc`;
  for await (const rows of client.pages({ doing: `look for the deployment to ${environment} in ${fullName}`, path, schema: z.array(deploymentSchema) })) {
    const found = rows.find((row) => row.sha === sha && row.user?.id === own);
    if (found) return String(found.id);
  }
  return null;
}

const statuses = { queued: "running", in_progress: "running", success: "success", failure: "failed", error: "failed", inactive: "canceled" } as const satisfies Record<ForgeDeploymentStatus["state"], string>;

/**
 * Tells how a deployment stands. One that has ended stays as it ended: GitLab itself shows which one is the environment's newest. Where that
 * one is inactive, nothing is deployed any more, and the environment is stopped; the next deployment starts it again. GitLab knows no
 * words about a deployment, and an address only of the environment. https://docs.gitlab.com/api/deployments/#update-a-deployment
 */
export async function writeDeploymentStatus(client: GitlabClient, { fullName, deploymentId, state, environmentUrl }: ForgeDeploymentStatus): Promise<void> {
  const path = `${projectPath(fullName)}/deployments/${encodeURIComponent(deploymentId)}`;
  const doing = `tell ${fullName} how deployment ${deploymentId} stands`;
  const { data } = await client.call({ doing, path, schema: deploymentSchema });
  const hasEnded = data.status !== "running" && data.status !== "created";
  if (!hasEnded && data.status !== statuses[state]) await client.call({ doing, method: "PUT", path, body: { status: statuses[state] }, schema: z.unknown() });
  if (hasEnded && state === "inactive") await stopEnvironment(client, { fullName, environmentId: data.environment.id, deploymentId: data.id });
  if (environmentUrl === null || data.environment.external_url === environmentUrl) return;
  await client.call({ doing: `set the address of an environment of ${fullName}`, method: "PUT", path: `${projectPath(fullName)}/environments/${data.environment.id}`, body: { external_url: environmentUrl }, schema: z.unknown() });
}

const environmentSchema = z.object({ state: z.string(), last_deployment: z.object({ id: z.number() }).nullish() });

/** https://docs.gitlab.com/api/environments/#stop-an-environment */
async function stopEnvironment(client: GitlabClient, { fullName, environmentId, deploymentId }: { fullName: string; environmentId: number; deploymentId: number }): Promise<void> {
  const path = `${projectPath(fullName)}/environments/${environmentId}`;
  const { data } = await client.call({ doing: `read an environment of ${fullName}`, path, schema: environmentSchema });
  if (data.state !== "available" || data.last_deployment?.id !== deploymentId) return;
  await client.call({ doing: `stop an environment of ${fullName}`, method: "POST", path: `${path}/stop`, schema: z.unknown() });
}
