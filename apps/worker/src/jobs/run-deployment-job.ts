import { openConsumer, type Consumer } from "@windlass/queue/consumer";
import { isDatabaseAway } from "@windlass/operations/deployment-run/is-database-away";
import { keepFrames } from "@windlass/operations/deployment-run/keep-frames";
import { lookAfterLease } from "../deployment/look-after-lease.js";
import { runDeployment } from "../deployment/run-deployment.js";
import { withoutSecrets } from "./without-secrets.js";
import type { WorkerServices } from "../services.js";

/** Takes deployments off the queue. A job that ends early is no loss: the deployment's row says what is left to do. */
export function openDeploymentJobs(services: WorkerServices, input: { redisUrl: string; concurrency: number }): Consumer {
  return openConsumer({
    ...input,
    queue: "deployments",
    handler: ({ deploymentId }) => withoutSecrets(services, () => run(services, deploymentId)),
    onError: (error) => services.logger.warn({ err: error, queue: "deployments" }, "the queue reports an error"),
  });
}

async function run(services: WorkerServices, deploymentId: string): Promise<void> {
  try {
    await runDeployment(services, deploymentId);
  } catch (error) {
    // Before it had the lease, or as it gave it back: the job is over, and the deployment is not.
    if (isDatabaseAway(error)) lookAfterLease(services);
    throw error;
  }
  const { db, logger, shutdown } = services;
  await keepFrames(db, deploymentId, shutdown).catch((error: unknown) => logger.warn({ err: error, deploymentId }, "a long log could not be kept ready for those who read it"));
}
