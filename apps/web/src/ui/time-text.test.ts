import { describe, expect, it } from "vitest";
import { absoluteText, durationText, relativeText } from "./time-text.js";

const now = Date.UTC(2026, 10, 14, 12, 0, 0);
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("relativeText", () => {
  it.each([
    [0, "just now"],
    [-29 * second, "just now"],
    [-30 * second, "1 minute ago"],
    [-119 * second, "1 minute ago"],
    [-2 * minute, "2 minutes ago"],
    [-59 * minute, "59 minutes ago"],
    [-23 * hour, "23 hours ago"],
    [-25 * hour, "1 day ago"],
    [-13 * day, "1 week ago"],
    [-40 * day, "1 month ago"],
    [-800 * day, "2 years ago"],
    [3 * day, "in 3 days"],
  ])("says %d ms as %s", (offset, text) => {
    expect(relativeText(now + offset, now)).toBe(text);
  });
});

describe("durationText", () => {
  it.each([
    [0, "0 ms"],
    [839.6, "840 ms"],
    [1_000, "1.0 s"],
    [9_949, "9.9 s"],
    [9_951, "10 s"],
    [59_400, "59 s"],
    [59_600, "1 min"],
    [72_000, "1 min 12 s"],
    [3_600_000, "1 h"],
    [7_500_000, "2 h 5 min"],
    [3 * day + 4 * hour, "3 d 4 h"],
    [-5, "0 ms"],
  ])("says %d ms as %s", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe("absoluteText", () => {
  it("names the zone", () => {
    expect(absoluteText(now, "utc")).toBe("14 Nov 2026, 12:00:00 UTC");
  });
});
