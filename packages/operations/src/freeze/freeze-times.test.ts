import type { FreezeSchedule } from "@windlass/contracts/freeze-window";
import { describe, expect, it } from "vitest";
import { freezeAt } from "./freeze-times.js";

const iso = (ms: number | null | undefined) => (ms === null || ms === undefined ? ms : new Date(ms).toISOString().replace(":00.000Z", "Z"));

/** `since – until` while it is on, else `next …`. */
function at(now: string, schedule: FreezeSchedule, timeZone = "Europe/Berlin"): string {
  const { active, nextMs } = freezeAt({ schedule, timeZone }, Date.parse(now));
  return active ? `${iso(active.startMs)} – ${iso(active.endMs) ?? "ever"}` : `next ${iso(nextMs)}`;
}

const weekly = (days: number[], from: string, to: string): FreezeSchedule => ({ kind: "weekly", days, from, to });

describe("a freeze from one moment to another", () => {
  const christmas: FreezeSchedule = { kind: "once", from: "2026-12-24T12:00", to: "2026-12-27T06:00" };

  it("is on from its first moment to before its last, in its own time zone", () => {
    expect(at("2026-12-24T10:59:59Z", christmas)).toBe("next 2026-12-24T11:00Z");
    expect(at("2026-12-24T11:00:00Z", christmas)).toBe("2026-12-24T11:00Z – 2026-12-27T05:00Z");
    expect(at("2026-12-27T05:00:00Z", christmas)).toBe("next null");
    expect(at("2026-12-24T12:00:00Z", christmas, "America/New_York")).toBe("next 2026-12-24T17:00Z");
  });

  it("without an end is on for ever", () => {
    expect(at("2031-01-01T00:00:00Z", { kind: "once", from: "2026-12-24T12:00", to: null })).toBe("2026-12-24T11:00Z – ever");
  });
});

describe("a weekly freeze", () => {
  it("is on at its hours on its days only", () => {
    const office = weekly([1, 2, 3, 4, 5], "09:00", "17:30");
    expect(at("2026-12-04T08:00:00Z", office)).toBe("2026-12-04T08:00Z – 2026-12-04T16:30Z");
    expect(at("2026-12-04T16:30:00Z", office)).toBe("next 2026-12-07T08:00Z");
  });

  it("goes on over midnight, and belongs to the day on which it begins", () => {
    const night = weekly([5], "22:00", "06:00");
    expect(at("2026-12-05T03:00:00Z", night)).toBe("2026-12-04T21:00Z – 2026-12-05T05:00Z");
    expect(at("2026-12-04T03:00:00Z", night)).toBe("next 2026-12-04T21:00Z");
  });

  it("on touching days is one stretch: from Friday evening to Monday morning", () => {
    const weekend = weekly([5, 6, 7], "18:00", "18:00");
    expect(at("2026-12-06T12:00:00Z", weekend)).toBe("2026-12-04T17:00Z – 2026-12-07T17:00Z");
  });

  it("keeps its local hours over both changes of clocks, and lasts an hour less or more in the night itself", () => {
    const night = weekly([6], "22:00", "06:00");
    expect(at("2027-03-20T22:00:00Z", night)).toBe("2027-03-20T21:00Z – 2027-03-21T05:00Z");
    // In the night to Sunday 28 March 2027 clocks go from 02:00 to 03:00: seven hours.
    expect(at("2027-03-27T22:00:00Z", night)).toBe("2027-03-27T21:00Z – 2027-03-28T04:00Z");
    // In the night to Sunday 31 October 2027 clocks go from 03:00 back to 02:00: nine hours.
    expect(at("2027-10-30T22:00:00Z", night)).toBe("2027-10-30T20:00Z – 2027-10-31T05:00Z");
  });

  it("that begins or ends in the hour that is left out does so right after it", () => {
    expect(at("2027-03-28T01:10:00Z", weekly([7], "02:30", "04:00"))).toBe("2027-03-28T01:00Z – 2027-03-28T02:00Z");
    expect(at("2027-03-28T00:30:00Z", weekly([7], "01:00", "02:30"))).toBe("2027-03-28T00:00Z – 2027-03-28T01:00Z");
    // Wholly inside the hour that does not exist: it is not on that day.
    expect(at("2027-03-28T01:00:00Z", weekly([7], "02:10", "02:50"))).toBe("next 2027-04-04T00:10Z");
  });

  it("takes the whole of the hour that happens twice", () => {
    expect(at("2027-10-31T01:15:00Z", weekly([7], "02:00", "02:30"))).toBe("2027-10-31T00:00Z – 2027-10-31T01:30Z");
  });

  it("knows zones without changes of clocks, and those of the southern hemisphere", () => {
    expect(at("2027-03-28T01:10:00Z", weekly([7], "02:30", "04:00"), "UTC")).toBe("next 2027-03-28T02:30Z");
    // Sydney goes from 03:00 back to 02:00 on 4 April 2027: 22:00 to 06:00 is nine hours.
    expect(at("2027-04-03T12:00:00Z", weekly([6], "22:00", "06:00"), "Australia/Sydney")).toBe("2027-04-03T11:00Z – 2027-04-03T20:00Z");
  });
});
