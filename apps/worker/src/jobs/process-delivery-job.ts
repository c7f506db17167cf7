import { readComposeAfterPush } from "@windlass/operations/compose/compose-file";
import { systemContext } from "@windlass/operations/context";
import { failDelivery, processDelivery } from "@windlass/operations/delivery/process-delivery";
import { isDatabaseAway } from "@windlass/operations/deployment-run/is-database-away";
import { openConsumer, type Consumer } from "@windlass/queue/consumer";
import { askGitForChanges } from "../git/ask-git-for-changes.js";
import { openForgeOf } from "../github/open-forge-of.js";
import type { WorkerServices } from "../services.js";
import { withoutSecrets } from "./without-secrets.js";

/** Takes webhook deliveries off the queue. One that cannot be processed says so on its row. */
export function openDeliveryJobs(services: WorkerServices, input: { redisUrl: string; concurrency: number }): Consumer {
  return openConsumer({
    ...input,
    queue: "deliveries",
    handler: ({ deliveryId }) => withoutSecrets(services, () => runDelivery(services, deliveryId)),
    onError: (error) => services.logger.warn({ err: error, queue: "deliveries" }, "the queue reports an error"),
  });
}

async function runDelivery(services: WorkerServices, deliveryId: string): Promise<void> {
  const { db, owner, logger } = services;
  const context = systemContext(db, owner);
  try {
    await processDelivery(context, { deliveryId, changes: askGitForChanges(services), pulls: { forges: (id) => openForgeOf(services, id), keyring: services.keyring } });
    await readComposeAfterPush(context, deliveryId);
  } catch (error) {
    // The reconciler finds it again when the database is back, or another worker when this one ends.
    if (isDatabaseAway(error) || services.shutdown.aborted) throw error;
    logger.error({ err: error, deliveryId }, "a delivery could not be processed");
    await failDelivery(context, { deliveryId, message: "Windlass met an error that it did not expect; the worker's log has it." });
  }
}
