import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.js";

describe("backoffMs", () => {
  it("doubles with each failure up to its limit", () => {
    expect([0, 1, 2, 3, 10, 1_000].map((failures) => backoffMs(failures, () => 1))).toEqual([250, 500, 1_000, 2_000, 5_000, 5_000]);
  });

  it("spreads the tries over half of the delay", () => {
    expect(backoffMs(3, () => 0)).toBe(1_000);
    expect(backoffMs(3, () => 0.5)).toBe(1_500);
  });
});
