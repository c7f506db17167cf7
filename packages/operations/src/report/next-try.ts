import type { WindlassError } from "@windlass/contracts/error";

const firstWaitMs = 5_000;
const longestWaitMs = 10 * 60_000;
/** What could not be told for so long is of no interest any more. */
const mostMs = 24 * 60 * 60_000;

export type FailedTry = {
  error: WindlassError;
  /** How many tries of this report failed before. */
  attempts: number;
  /** When what is to be told came about. */
  changedAt: Date;
  now: Date;
  /** From 0 to 1, so that what failed together does not come back together. */
  random: number;
};

/**
 * When a report that failed is tried again: later each time, and not before the forge lets it. Null where waiting does not
 * help, because the forge was reached and refused, or for what is a day old.
 */
export function nextTry({ error, attempts, changedAt, now, random }: FailedTry): Date | null {
  if (error.code !== "forge_unreachable" && error.code !== "forge_rate_limited" && error.code !== "unavailable") return null;
  if (now.getTime() - changedAt.getTime() > mostMs) return null;
  const backoffMs = Math.min(firstWaitMs * 2 ** Math.min(attempts, 20), longestWaitMs) * (0.5 + random / 2);
  const askedMs = (error.extra.retryAfterSeconds ?? 0) * 1_000 * (1 + random / 10);
  return new Date(now.getTime() + Math.max(backoffMs, askedMs));
}
