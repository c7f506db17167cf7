/** First delay before a reconnect; each failure in a row doubles it. */
const firstDelayMs = 250;
/** Short enough that a restarted server has all its viewers back within 10 s (PROOFS F06). */
const longestDelayMs = 5_000;

/**
 * How long to wait before the next try, in milliseconds: exponential in the failures so far, with half of it
 * random, so that the viewers of a restarted server do not all come back at the same moment.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
  return ceiling / 2 + (random() * ceiling) / 2;
}
