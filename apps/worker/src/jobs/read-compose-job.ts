import { openConsumer, type Consumer } from "@windlass/queue/consumer";
import { readCompose } from "../git/read-compose.js";
import type { WorkerServices } from "../services.js";
import { withoutSecrets } from "./without-secrets.js";

/** Takes requests to read a repository's compose file off the queue. One that a worker did not end is found by the look for lost work. */
export function openComposeJobs(services: WorkerServices, input: { redisUrl: string; concurrency: number }): Consumer {
  return openConsumer({
    ...input,
    queue: "compose",
    handler: ({ repositoryId }) => withoutSecrets(services, () => readCompose(services, repositoryId)),
    onError: (error) => services.logger.warn({ err: error, queue: "compose" }, "the queue reports an error"),
  });
}
