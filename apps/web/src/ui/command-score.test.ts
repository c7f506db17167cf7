import { describe, expect, it } from "vitest";
import { commandScore } from "./command-score.js";

const best = (typed: string, labels: string[]) => labels.map((label) => [commandScore(label, typed), label] as const).sort((a, b) => b[0] - a[0])[0]?.[1];

describe("commandScore", () => {
  it("prefers the beginning of the label, then of a word, then the inside", () => {
    expect(best("roll", ["Go to Deliveries", "Unrolled", "Roll back to 10…", "Show scroll"])).toBe("Roll back to 10…");
    expect(commandScore("orders / dev", "dev")).toBeGreaterThan(commandScore("undeveloped", "dev"));
  });
  it("wants every word", () => {
    expect(commandScore("orders / dev", "dev ord")).toBeGreaterThan(0);
    expect(commandScore("orders / dev", "dev prod")).toBe(0);
    expect(commandScore("Go to Deliveries", "roll")).toBe(0);
  });
  it("finds by keywords, less well", () => {
    expect(commandScore("Go to Queue", "waiting", ["waiting"])).toBeGreaterThan(0);
    expect(commandScore("Go to Queue", "waiting", ["waiting"])).toBeLessThan(commandScore("waiting", "waiting"));
  });
  it("shows everything before anything is typed", () => {
    expect(commandScore("Anything", "  ")).toBe(1);
  });
});
