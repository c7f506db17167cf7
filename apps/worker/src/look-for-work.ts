import { findLostWork } from "@windlass/operations/outbox/find-lost-work";
import type { Producer } from "@windlass/queue/producer";
import type { WorkerServices } from "./services.js";

/** Enqueues work again that waits and that nobody does, and asks for a look when the next wait ends by itself. */
export async function lookForWork(services: WorkerServices, producer: Producer): Promise<void> {
  const { messages, nextAt } = await findLostWork(services.db);
  if (messages.length > 0) {
    services.logger.info({ keys: messages.map((message) => message.key) }, "enqueuing work again that nobody does");
    await producer.enqueueAll(messages);
  }
  if (nextAt !== null) services.lookAgainAt(nextAt);
}
