/** As often as a young operation is read: a stack of functions alone takes a few seconds. */
const shortestMs = 200;
/** As seldom as an old one is: an operation of an hour is not hurt by five seconds. */
const longestMs = 5_000;
/** Reading every 1 % of an operation's age makes its end known 0.5 % of its length late, on average. */
const shareOfAge = 0.01;

/** Milliseconds until an operation of this age is read again. */
export function pollIntervalMs(ageMs: number): number {
  return Math.min(longestMs, Math.max(shortestMs, ageMs * shareOfAge));
}
