import { describe, expect, it } from "vitest";
import { criticalPath } from "./critical-path.js";

const work = (id: string, startMs: number, endMs: number) => ({ id, startMs, endMs });

describe("the critical path", () => {
  it("of work one after the other is all of it, last first", () => {
    expect(criticalPath([work("install", 0, 900), work("build", 910, 2_000)])).toEqual(["build", "install"]);
  });

  it("of work at once is the longest, and what it waited for", () => {
    const role = work("role", 0, 1_000);
    const table = work("table", 0, 400);
    const fn = work("function", 1_010, 3_000);
    const alarm = work("alarm", 410, 2_000);
    expect(criticalPath([table, role, alarm, fn])).toEqual(["function", "role"]);
    expect(criticalPath([table, role, { ...alarm, endMs: 9_000 }, fn])).toEqual(["alarm", "table"]);
  });

  it("takes work that begins a moment before another ends to have waited for it", () => {
    expect(criticalPath([work("a", 0, 1_000), work("b", 980, 2_000)])).toEqual(["b", "a"]);
    expect(criticalPath([work("a", 0, 1_000), work("b", 800, 2_000)])).toEqual(["b"]);
  });

  it("of nothing is nothing", () => {
    expect(criticalPath([])).toEqual([]);
  });
});
