import { enqueueDueChecks } from "@windlass/operations/drift/enqueue-due-checks";
import { findLostWork } from "@windlass/operations/outbox/find-lost-work";
import { purgeOutbox } from "@windlass/operations/outbox/purge-outbox";
import type { Producer } from "@windlass/queue/producer";
import { findLostSandboxes } from "./find-lost-sandboxes.js";
import type { WorkerServices } from "./services.js";

/** Repairs what was lost on the way: work that nobody does is enqueued again, and gone sandboxes are noticed. */
export async function reconcile(services: WorkerServices, producer: Producer): Promise<void> {
  const lost = await findLostWork(services.db);
  if (lost.length > 0) {
    services.logger.info({ lost: lost.map((message) => message.key) }, "enqueuing work again that nobody does");
    await producer.enqueueAll(lost);
  }
  await purgeOutbox(services.db);
  await findLostSandboxes(services);
  await enqueueDueChecks(services.db);
}
