import { LeaseLostError } from "@windlass/operations/deployment-run/fence";
import { isDatabaseAway } from "@windlass/operations/deployment-run/is-database-away";

/** The worker is about to end: what it does is handed over, not failed. */
export class ShutdownError extends Error {
  override readonly name = "ShutdownError";
  override readonly message = "The worker is shutting down.";
}

/** Somebody asked to cancel the deployment. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";

  constructor(readonly requestedBy: string) {
    super(`Cancelled by ${requestedBy}.`);
  }
}

/** There is nothing to do for a while: guards watch for long, or somebody else is changing the stack. The worker is given back. */
export class RestError extends Error {
  override readonly name = "RestError";

  constructor(
    readonly restMs: number,
    reason = `Resting for ${Math.round(restMs / 1_000)} s.`,
  ) {
    super(reason);
  }
}

/** A step took longer than it may. */
export class StepTimeoutError extends Error {
  override readonly name = "StepTimeoutError";

  constructor(step: string, budgetMs: number) {
    super(`The step ${step} took longer than ${Math.round(budgetMs / 60_000)} minutes.`);
  }
}

/**
 * Why a run stops without the deployment having ended; null when the deployment itself ends by this error.
 * `resting` comes again by itself; `database_away` keeps the lease, which runs out and is taken over.
 */
export function interruptionOf(error: unknown): "lease_lost" | "shutdown" | "resting" | "database_away" | null {
  if (error instanceof LeaseLostError) return "lease_lost";
  if (error instanceof ShutdownError) return "shutdown";
  if (error instanceof RestError) return "resting";
  return isDatabaseAway(error) ? "database_away" : null;
}

/** What really stopped the work: libraries throw an AbortError of their own when a signal aborts. */
export function causeOf(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : error;
}
