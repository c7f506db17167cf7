import { expect, it } from "vitest";
import type { HistoryRow } from "../../../live/history-row.js";
import { rowHeightPx } from "./row-height.js";

const line = (text: string): HistoryRow => ({ kind: "line", seq: 1, at: 0, step: null, stream: "stdout", level: "info", text });

it("counts the lines that a row's text breaks into", () => {
  expect(rowHeightPx(line(""), 80)).toBe(20);
  expect(rowHeightPx(line("x".repeat(80)), 80)).toBe(20);
  expect(rowHeightPx(line("x".repeat(81)), 80)).toBe(40);
  expect(rowHeightPx(line("x".repeat(81)), null)).toBe(20);
  expect(rowHeightPx(line("x".repeat(10_000_000)), 100)).toBe(4_000);
  expect(rowHeightPx(undefined, 80)).toBe(20);
});
