import { expect, it } from "vitest";
import { openCallBudget } from "./call-budget.js";
import { pollIntervalMs } from "./poll-interval.js";

/** How many calls leave in a time, when every `throttleEvery`th is throttled. */
function callsIn(seconds: number, throttleEvery = Number.POSITIVE_INFINITY): number {
  const budget = openCallBudget({ burst: 10, perSecond: 2, random: () => 0.5 });
  let nowMs = 0;
  let calls = 0;
  while (nowMs < seconds * 1_000) {
    const waitMs = budget.waitMs(nowMs);
    if (waitMs > 0) nowMs += waitMs;
    else {
      calls += 1;
      budget.spend(nowMs);
      if (calls % throttleEvery === 0) budget.throttled(nowMs);
    }
  }
  return calls;
}

it("lets a burst go and then the rate", () => {
  expect(callsIn(60)).toBeGreaterThanOrEqual(128);
  expect(callsIn(60)).toBeLessThanOrEqual(131);
});

it("gives way to throttling and does not starve", () => {
  expect(callsIn(60, 3)).toBeLessThan(callsIn(60) * 0.8);
  expect(callsIn(60, 3)).toBeGreaterThan(40);
  expect(callsIn(60, 1)).toBeGreaterThan(20);
});

it("lets urgent reads leave on credit, for which the others wait", () => {
  const budget = openCallBudget({ burst: 3, perSecond: 2 });
  for (let call = 0; call < 3; call += 1) budget.spend(0);
  expect(budget.waitMs(0)).toBe(500);
  expect(budget.waitMs(0, true)).toBe(0);
  budget.spend(0);
  budget.spend(0);
  expect(budget.waitMs(0, true)).toBe(0);
  budget.spend(0);
  expect(budget.waitMs(0, true)).toBe(500);
  expect(budget.waitMs(0)).toBe(2_000);
});

it("begins at 200 ms and backs off with the operation's age", () => {
  expect([0, 10_000, 60_000, 120_000, 600_000, 3_600_000].map(pollIntervalMs)).toEqual([200, 200, 600, 1_200, 5_000, 5_000]);
});
