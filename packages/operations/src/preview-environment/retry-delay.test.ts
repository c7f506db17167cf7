import { expect, test } from "vitest";
import { retryDelayMs } from "./retry-delay.js";

test("waits a minute, then twice as long each time, and six hours at most", () => {
  expect([0, 1, 2, 3, 9, 10, 1_000].map((attempts) => retryDelayMs(attempts) / 60_000)).toEqual([1, 1, 2, 4, 256, 360, 360]);
});
