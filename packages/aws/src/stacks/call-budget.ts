/** How many reads an account and region may get; all watchers of a session share one. */
export type CallBudget = {
  /** Milliseconds until the next read may leave; 0 for now. An urgent one may leave on credit, which the next ones wait for. */
  waitMs(nowMs: number, urgent?: boolean): number;
  /** Counts one read. */
  spend(nowMs: number): void;
  /** AWS said that it is asked too often: slow down, and be silent for a jittered while. */
  throttled(nowMs: number): void;
};

export type CallBudgetOptions = { burst: number; perSecond: number; random?: () => number };

/** Below this rate a deployment's log would look dead. */
const leastPerSecond = 0.5;
/** What a throttled read takes from the rate, and each read gives back: at 30 % throttled the rate stays near 2 per second. */
const keptWhenThrottled = 0.7;
const regainedPerRead = 0.25;

/** A token bucket whose rate gives way to throttling and comes back. Times are the caller's clock, in milliseconds. */
export function openCallBudget({ burst, perSecond, random = Math.random }: CallBudgetOptions): CallBudget {
  let tokens = burst;
  let rate = perSecond;
  let filledAtMs: number | null = null;
  let silentUntilMs = 0;
  const fill = (nowMs: number): void => {
    tokens = Math.min(burst, tokens + ((nowMs - (filledAtMs ?? nowMs)) / 1_000) * rate);
    filledAtMs = nowMs;
  };
  return {
    waitMs(nowMs, urgent = false) {
      fill(nowMs);
      const wanted = urgent ? 1 - burst : 1;
      const forToken = tokens >= wanted ? 0 : ((wanted - tokens) / rate) * 1_000;
      return Math.ceil(Math.max(forToken, silentUntilMs - nowMs, 0));
    },
    spend(nowMs) {
      fill(nowMs);
      tokens -= 1;
      rate = Math.min(perSecond, rate + regainedPerRead);
    },
    throttled(nowMs) {
      fill(nowMs);
      rate = Math.max(leastPerSecond, rate * keptWhenThrottled);
      tokens = Math.min(tokens, 0);
      silentUntilMs = nowMs + (0.5 + random()) * (1_000 / rate);
    },
  };
}
