import { describe, expect, it } from "vitest";
import { eventText } from "./event-text.js";
import { formatTable } from "./table.js";
import { formatAge, formatDuration } from "./time.js";

describe("times", () => {
  it("are written with their unit", () => {
    expect([12.4, 1_234, 61_000, 7_500_000].map(formatDuration)).toEqual(["12 ms", "1.2 s", "1 min 1 s", "2 h 5 min"]);
    const now = Date.parse("2026-11-23T12:00:00Z");
    const ages = ["2026-11-23T11:59:30Z", "2026-11-23T11:15:00Z", "2026-11-22T12:00:00Z", "2026-11-01T12:00:00Z"];
    expect(ages.map((at) => formatAge(at, now))).toEqual(["just now", "45 min ago", "24 h ago", "22 d ago"]);
  });
});

describe("formatTable", () => {
  it("makes every column as wide as its widest cell", () => {
    expect(formatTable([["A", "LONG"], ["wider", "x"]])).toBe("A      LONG\nwider  x");
  });
});

describe("eventText", () => {
  it("keeps a line a line", () => {
    const event = { seq: 1, at: "2026-11-23T12:34:56.789Z", kind: "log", payload: { step: "build", stream: "stderr", level: "error", text: "a\rb\u001b[2Kc\td" } } as const;
    expect(eventText(event)).toBe("12:34:56  build     error: abc\td");
  });
});
