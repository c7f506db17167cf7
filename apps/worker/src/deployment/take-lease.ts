import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { acquireLease } from "@windlass/operations/deployment-run/acquire-lease";
import { renewLease } from "@windlass/operations/deployment-run/renew-lease";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkerServices } from "../services.js";
import { lookAfterLease } from "./look-after-lease.js";
import { openLeaseKeeper, type LeaseKeeper } from "./lease-keeper.js";

export type TakenLease = {
  keeper: LeaseKeeper;
  state: DeploymentState;
  takeovers: number;
  previousOwner: string | null;
};

/** How often it is waited for another worker's lease to run out. */
const mostWaits = 2;

/**
 * Takes a deployment's lease and keeps it. When another worker has it, waits until it would run out, because that
 * worker may have been killed, and once more when it was renewed meanwhile: its last renewal may have come late. If it was
 * renewed again, that worker lives, or is looked at once more later, and this one has nothing to do. Null when there is nothing to do.
 */
export async function takeLease(services: WorkerServices, deploymentId: string): Promise<TakenLease | null> {
  const { db, owner, leases, logger, shutdown } = services;
  let outcome = await acquireLease(db.pool, { deploymentId, owner });
  for (let waits = 0; waits < mostWaits && outcome.outcome === "held" && outcome.owner !== owner; waits += 1) {
    await sleep(outcome.expiresInMs + 20, undefined, { signal: shutdown }).catch(() => undefined);
    if (shutdown.aborted) return null;
    outcome = await acquireLease(db.pool, { deploymentId, owner });
  }
  if (outcome.outcome === "held" && outcome.owner !== owner) lookAfterLease(services, outcome.expiresInMs);
  if (outcome.outcome !== "acquired") return null;
  const { fence, state, takeovers, previousOwner } = outcome;
  const keeper = openLeaseKeeper({
    fence,
    renew: () => renewLease(db.pool, fence),
    onError: (error) => logger.warn({ err: error, deploymentId }, "a lease could not be renewed"),
  });
  leases.set(deploymentId, keeper);
  return { keeper, state, takeovers, previousOwner };
}
