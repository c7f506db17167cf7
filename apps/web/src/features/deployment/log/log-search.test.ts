import { describe, expect, it } from "vitest";
import type { HistoryRow } from "../../../live/history-row.js";
import { logAsText, logFileName } from "./log-download.js";
import { findMatches, nextMatch, noMatches } from "./log-search.js";
import { splitAtMatches } from "../../../ui/split-at-matches.js";

const line = (seq: number, text: string): HistoryRow => ({
  kind: "line",
  seq,
  at: Date.UTC(2026, 10, 23, 6, 0, seq),
  step: "build",
  stream: "stdout",
  level: "info",
  text,
});
const rows: HistoryRow[] = [
  line(1, "npm install"),
  line(2, "\x1b[31mERR\x1b[0mOR: nothing"),
  { kind: "step", seq: 3, at: Date.UTC(2026, 10, 23, 6), step: "build", name: "build", state: "failed", durationMs: 1_200 },
  line(4, "error again"),
];

describe("finding in a log", () => {
  it("finds whatever the case, through colours, in all kinds of rows", () => {
    expect(findMatches(rows, 4, { query: "Error", before: noMatches }).seqs).toEqual([2, 4]);
    expect(findMatches(rows, 4, { query: "failed in 1.2", before: noMatches }).seqs).toEqual([3]);
  });

  it("looks through new rows only, and starts over for another query", () => {
    const before = findMatches(rows, 3, { query: "error", before: noMatches });
    expect(before).toEqual({ needle: "error", scannedTo: 3, seqs: [2] });
    expect(findMatches(rows, 3, { query: "error", before })).toBe(before);
    expect(findMatches(rows, 4, { query: "error", before: { ...before, seqs: [1] } }).seqs).toEqual([1, 4]);
    expect(findMatches(rows, 4, { query: "npm", before }).seqs).toEqual([1]);
    expect(findMatches(rows, 4, { query: "", before })).toBe(noMatches);
  });

  it("goes round at both ends", () => {
    expect(nextMatch([2, 4], 2, 1)).toBe(4);
    expect(nextMatch([2, 4], 4, 1)).toBe(2);
    expect(nextMatch([2, 4], 2, -1)).toBe(4);
    expect(nextMatch([2, 4], 3, -1)).toBe(2);
    expect(nextMatch([], 3, 1)).toBeNull();
  });

  it("splits a text so that the parts make the text again", () => {
    expect(splitAtMatches("an Error, an ERROR", "error")).toEqual(["an ", "Error", ", an ", "ERROR", ""]);
    expect(splitAtMatches("İerror", "error").join("")).toBe("İerror");
    expect(splitAtMatches("text", "")).toEqual(["text"]);
  });
});

it("downloads a log without colours, with time and step", () => {
  expect(logAsText(rows, 2)).toBe(
    "2026-11-23T06:00:01.000Z build    npm install\n2026-11-23T06:00:02.000Z build    ERROR: nothing\n",
  );
  expect(logFileName({ service: "hello", stage: "dev", number: 7 })).toBe("hello-dev-7.log");
});
