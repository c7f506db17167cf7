import { describe, expect, it } from "vitest";
import { windowOf } from "./read-window-metrics.js";

const at = (text: string): number => Date.parse(`2026-01-01T${text}Z`);

describe("the periods of a span", () => {
  it("are the whole minutes in it", () => {
    const window = windowOf({ fromMs: at("12:00:20"), toMs: at("12:05:30") });
    expect(window.startsMs.map((ms) => new Date(ms).toISOString().slice(11, 16))).toEqual(["12:01", "12:02", "12:03", "12:04"]);
  });
  it("are the minute in which it begins when it holds no whole one", () => {
    expect(windowOf({ fromMs: at("12:00:20"), toMs: at("12:01:10") }).startsMs).toEqual([at("12:00:00")]);
  });
  it("are of five minutes for long spans", () => {
    expect(windowOf({ fromMs: at("00:00:00"), toMs: at("12:00:00") })).toMatchObject({ periodSeconds: 300, startMs: at("00:00:00"), endMs: at("12:00:00") });
  });
});
