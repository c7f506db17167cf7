import { openConsumer, type Consumer } from "@windlass/queue/consumer";
import { runDeployment } from "../deployment/run-deployment.js";
import { withoutSecrets } from "./without-secrets.js";
import type { WorkerServices } from "../services.js";

/** Takes deployments off the queue. A job that ends early is no loss: the deployment's row says what is left to do. */
export function openDeploymentJobs(services: WorkerServices, input: { redisUrl: string; concurrency: number }): Consumer {
  return openConsumer({
    ...input,
    queue: "deployments",
    handler: ({ deploymentId }) => withoutSecrets(services, () => runDeployment(services, deploymentId)),
    onError: (error) => services.logger.warn({ err: error, queue: "deployments" }, "the queue reports an error"),
  });
}
