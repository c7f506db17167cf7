import type { DeploymentRun } from "./deployment-run.js";
import { LeaseLostError, type Executor, type Fence } from "./fence.js";

type Results = DeploymentRun["results"];

/**
 * Keeps what a step has found so far, under its topic, where the next worker and the deployment's page find it.
 * Throws LeaseLostError, and writes nothing, when another worker has taken over.
 */
export async function saveResult<Topic extends keyof Results>(
  db: Executor,
  fence: Fence,
  { topic, value }: { topic: Topic; value: NonNullable<Results[Topic]> },
): Promise<void> {
  const { rows } = await db.query(
    "UPDATE deployments SET results = jsonb_set(results, ARRAY[$3::text], $4::jsonb) WHERE id = $1 AND lease_epoch = $2 RETURNING id",
    [fence.deploymentId, fence.epoch, topic, JSON.stringify(value)],
  );
  if (rows.length === 0) throw new LeaseLostError(fence);
}
