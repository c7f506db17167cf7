import type { TimelineRow } from "@windlass/contracts/timeline";
import { describe, expect, it } from "vitest";
import { openSteps, shownRows } from "./shown-rows.js";

const row = (id: string, parent: string | null, times: [number, number | null], critical = true): TimelineRow => ({
  id,
  parent,
  group: "step",
  step: null,
  name: id,
  detail: null,
  startMs: times[0],
  endMs: times[1],
  state: "done",
  critical,
  medianMs: null,
});
const rows = [row("build", null, [0, 900]), row("npm", "build", [0, 800]), row("lint", "build", [0, 100], false), row("plan", null, [900, 1_000]), row("set", "plan", [900, 1_000])];
const shown = (toggled: string[], criticalOnly = false) =>
  shownRows(rows, { open: openSteps(rows, { totalMs: 1_000, toggled: new Set(toggled) }), criticalOnly }).map(({ id }) => id);

describe("what a Gantt shows", () => {
  it("is the inside of long steps, and of those that the reader unfolds", () => {
    expect(shown([])).toEqual(["build", "npm", "lint", "plan"]);
    expect(shown(["build", "plan"])).toEqual(["build", "plan", "set"]);
  });

  it("is the whole critical path, whatever is folded", () => {
    expect(shown(["build"], true)).toEqual(["build", "npm", "plan", "set"]);
  });

  it("unfolds a step that is under way once it is long", () => {
    const running = [row("apply", null, [100, null])];
    expect([...openSteps(running, { totalMs: 110, toggled: new Set() })]).toEqual([]);
    expect([...openSteps(running, { totalMs: 1_000, toggled: new Set() })]).toEqual(["apply"]);
  });
});
