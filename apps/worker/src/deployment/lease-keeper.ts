import { LeaseLostError, type Fence } from "@windlass/operations/deployment-run/fence";
import { leaseDurationMs } from "@windlass/operations/deployment-run/lease-duration";
import { CancelledError } from "./interruption.js";

export type LeaseKeeper = {
  readonly fence: Fence;
  /** Aborts with LeaseLostError when another worker has taken over, or when nobody could say for the length of a lease. */
  readonly lost: AbortSignal;
  /** Aborts with CancelledError when somebody asked to cancel. Read it anew each time: see `dismissCancellation`. */
  readonly cancelled: AbortSignal;
  /** Forgets a cancellation that came too late, after it was taken back in the database: the next one counts again. */
  dismissCancellation(): void;
  /** Renews now. Goes before every AWS call that changes something. Throws LeaseLostError. */
  check(): Promise<void>;
  /** Renews soon, to hear of a cancellation. However often it is called, one renewal is under way and one follows. */
  look(): void;
  /** Stops renewing; does not give the lease back. */
  close(): void;
};

export type LeaseKeeperInput = {
  fence: Fence;
  renew: () => Promise<{ cancelRequestedBy: string | null }>;
  onError: (error: unknown) => void;
  /** How often the lease is renewed; 3 s unless given. */
  intervalMs?: number;
};

export const leaseRenewalMs = 3_000;

/** Keeps a lease by renewing it, and hears of cancellations on the way. */
export function openLeaseKeeper(input: LeaseKeeperInput): LeaseKeeper {
  const lost = new AbortController();
  let cancelled = new AbortController();
  // A monotonic clock: how long nobody has confirmed the lease must not depend on the time of day.
  let confirmedAt = performance.now();

  const renew = async (): Promise<void> => {
    if (lost.signal.aborted) throw lost.signal.reason;
    const askedAt = performance.now();
    // A renewal that was asked before a cancellation was dismissed may still tell of it.
    const heard = cancelled;
    try {
      const { cancelRequestedBy } = await input.renew();
      confirmedAt = askedAt;
      if (cancelRequestedBy !== null && !heard.signal.aborted) heard.abort(new CancelledError(cancelRequestedBy));
    } catch (error) {
      const unconfirmed = performance.now() - confirmedAt > leaseDurationMs;
      if (error instanceof LeaseLostError) lost.abort(error);
      else if (unconfirmed) lost.abort(new LeaseLostError(input.fence));
      throw error;
    }
  };
  // One at a time: renewals that pile up behind a slow database would take every connection from the work itself.
  let looking = false;
  let again = false;
  const look = async (): Promise<void> => {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again) {
        again = false;
        await renew();
      }
    } catch (error) {
      if (!lost.signal.aborted) input.onError(error);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), input.intervalMs ?? leaseRenewalMs);
  return {
    fence: input.fence,
    lost: lost.signal,
    get cancelled() {
      return cancelled.signal;
    },
    dismissCancellation: () => {
      cancelled = new AbortController();
    },
    check: renew,
    look: () => void look(),
    close: () => clearInterval(timer),
  };
}
