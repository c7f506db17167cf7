import { enqueueDueChecks } from "@windlass/operations/drift/enqueue-due-checks";
import { purgeOutbox } from "@windlass/operations/outbox/purge-outbox";
import { keepHouse } from "./housekeeping/keep-house.js";
import { findLostSandboxes } from "./find-lost-sandboxes.js";
import type { WorkerServices } from "./services.js";

/** Cleans up what has served its time, and notices sandboxes that are gone. */
export async function reconcile(services: WorkerServices): Promise<void> {
  await purgeOutbox(services.db);
  await findLostSandboxes(services);
  await enqueueDueChecks(services.db);
  await keepHouse(services);
}
