import { stageScheduleSchema } from "@windlass/contracts/schedule";
import { describe, expect, test } from "vitest";
import { nextTimes } from "./next-times.js";

const times = (cron: string, timeZone: string, from: string, count = 1) => nextTimes({ cron, timeZone }, { from: new Date(from), count }).map((time) => time.toISOString());

describe("the next times of a schedule", () => {
  test("are in its time zone", () => {
    expect(times("0 6 * * 1-5", "Europe/Berlin", "2026-11-27T12:00:00Z", 2)).toEqual(["2026-11-30T05:00:00.000Z", "2026-12-01T05:00:00.000Z"]);
    expect(times("30 23 * * *", "America/New_York", "2026-07-01T00:00:00Z")).toEqual(["2026-07-01T03:30:00.000Z"]);
  });

  test("come once where the clock is changed", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"]);
    expect(times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2).map((time) => time.slice(0, 10))).toEqual(["2026-03-29", "2026-03-30"]);
  });

  test.each(["61 * * * *", "* * * * * *", "x y z a b", "0 0 30 2 *"])("of %s are none", (cron) => {
    expect(() => times(cron, "UTC", "2026-01-01T00:00:00Z")).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  test.each(["@yearly", "* * * * * *", "0 6 * *"])("are not asked for %s", (cron) => {
    expect(stageScheduleSchema.safeParse({ cron, timeZone: "UTC" }).success).toBe(false);
  });
});
