import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CloudFormationRetryStrategy, PatientRetryStrategy } from "./retry-strategy.js";

const attempts = 5;

beforeEach(() => {
  // The pauses are a random share of what they grow to.
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Plays a call that is refused so many times before it is answered. Throws when the strategy gives it up. */
async function play(strategy: PatientRetryStrategy, refusals: number): Promise<void> {
  let token = await strategy.acquireInitialRetryToken("test");
  for (let count = 0; count < refusals; count += 1) token = await strategy.refreshRetryTokenForRetry(token, { errorType: "THROTTLING" });
  strategy.recordSuccess(token);
}

// PROOFS F16: the SDK's own quota is empty after some hundred of these.
describe.each([PatientRetryStrategy, CloudFormationRetryStrategy])("%o, while AWS refuses calls for long", (Strategy) => {
  it("retries each call as often as the first", async () => {
    const strategy = new Strategy(attempts);
    for (let call = 0; call < 200; call += 1) await play(strategy, attempts - 1);
    await expect(play(strategy, attempts - 1)).resolves.toBeUndefined();
  });

  it("gives a call up after its attempts", async () => {
    await expect(play(new Strategy(attempts), attempts)).rejects.toThrow("No retry token");
  });
});
