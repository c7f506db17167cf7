import { leaseDurationMs } from "@windlass/operations/deployment-run/lease-duration";
import type { WorkerServices } from "../services.js";

/** A little after a lease has run out it can be taken. */
const afterMs = 500;

/**
 * Asks for a look at what waits when a lease has run out for which this process has no job any more: its holder may be dead, and
 * the next look of its own would come up to 30 s later.
 */
export function lookAfterLease(services: WorkerServices, expiresInMs: number = leaseDurationMs): void {
  services.lookAgainAt(new Date(Date.now() + expiresInMs + afterMs));
}
