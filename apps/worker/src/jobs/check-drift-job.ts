import { openConsumer, type Consumer } from "@windlass/queue/consumer";
import { checkDrift } from "../drift/check-drift.js";
import type { WorkerServices } from "../services.js";
import { withoutSecrets } from "./without-secrets.js";

/** Takes drift checks off the queue. One that a worker did not end is found by the reconciler and begun anew. */
export function openDriftJobs(services: WorkerServices, input: { redisUrl: string; concurrency: number }): Consumer {
  return openConsumer({
    ...input,
    queue: "drift",
    handler: ({ driftCheckId }) => withoutSecrets(services, () => checkDrift(services, driftCheckId)),
    onError: (error) => services.logger.warn({ err: error, queue: "drift" }, "the queue reports an error"),
  });
}
