const firstMs = 60_000;
const longestMs = 6 * 3_600_000;

/** How long a removal that left something waits before it is tried again, after so many tries: a minute, then twice as long each time, six hours at most. It never gives up. Pure. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(20, Math.max(0, attempts - 1)));
}
