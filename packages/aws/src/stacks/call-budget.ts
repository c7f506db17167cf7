/** How many reads an account and region may get; all watchers of a session share one. */
export type CallBudget = {
  /** Milliseconds until the next read may leave; 0 for now. */
  waitMs(nowMs: number): number;
  /** Counts one read. A read that cannot wait may be counted beyond the budget: the next ones wait longer. */
  spend(nowMs: number): void;
  /** AWS said that it is asked too often: halve the rate, and be silent for a jittered while. */
  throttled(nowMs: number): void;
};

export type CallBudgetOptions = { burst: number; perSecond: number; random?: () => number };

/** Below this rate a deployment's log would look dead. */
const leastPerSecond = 0.2;
/** After this long without throttling the rate doubles again, up to where it began. */
const recoverAfterMs = 30_000;

/** A token bucket whose rate gives way to throttling and comes back. Times are the caller's clock, in milliseconds. */
export function openCallBudget({ burst, perSecond, random = Math.random }: CallBudgetOptions): CallBudget {
  let tokens = burst;
  let rate = perSecond;
  let filledAtMs: number | null = null;
  let silentUntilMs = 0;
  let recoverAtMs = Number.POSITIVE_INFINITY;
  const fill = (nowMs: number): void => {
    tokens = Math.min(burst, tokens + ((nowMs - (filledAtMs ?? nowMs)) / 1_000) * rate);
    filledAtMs = nowMs;
    if (nowMs < recoverAtMs) return;
    rate = Math.min(perSecond, rate * 2);
    recoverAtMs = rate < perSecond ? nowMs + recoverAfterMs : Number.POSITIVE_INFINITY;
  };
  return {
    waitMs(nowMs) {
      fill(nowMs);
      const forToken = tokens >= 1 ? 0 : ((1 - tokens) / rate) * 1_000;
      return Math.max(forToken, silentUntilMs - nowMs, 0);
    },
    spend(nowMs) {
      fill(nowMs);
      tokens -= 1;
    },
    throttled(nowMs) {
      fill(nowMs);
      rate = Math.max(leastPerSecond, rate / 2);
      tokens = Math.min(tokens, 0);
      silentUntilMs = nowMs + (0.5 + random()) * (1_000 / rate);
      recoverAtMs = nowMs + recoverAfterMs;
    },
  };
}
