import { WindlassError } from "@windlass/contracts/error";
import { readComposeAfterPush } from "@windlass/operations/compose/compose-file";
import { systemContext } from "@windlass/operations/context";
import type { ForgeSource } from "@windlass/operations/delivery/process-pull-request";
import { failDelivery, processDelivery, putOffDelivery } from "@windlass/operations/delivery/process-delivery";
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
    const forges: ForgeSource = (id) => openForgeOf(services, id);
    await processDelivery(context, { deliveryId, changes: askGitForChanges(services), pulls: { forges, keyring: services.keyring }, comments: { forges, publicUrl: services.publicUrl } });
    await readComposeAfterPush(context, deliveryId);
  } catch (error) {
    // The reconciler finds it again when the database is back, or another worker when this one ends.
    if (isDatabaseAway(error) || services.shutdown.aborted) throw error;
    if (isForgeAway(error) && (await putOffDelivery(context, { deliveryId, message: error.message }))) return;
    logger.error({ err: error, deliveryId }, "a delivery could not be processed");
    const message = error instanceof WindlassError ? `${error.message} ${error.hint}` : "Windlass met an error that it did not expect; the worker's log has it.";
    await failDelivery(context, { deliveryId, message });
  }
}

/** What may work in a while: the reconciler finds the delivery again. */
function isForgeAway(error: unknown): error is WindlassError {
  return error instanceof WindlassError && (error.code === "forge_unreachable" || error.code === "forge_rate_limited");
}
