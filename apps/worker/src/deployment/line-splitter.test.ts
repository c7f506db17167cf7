import { describe, expect, it } from "vitest";
import { createLineSplitter, longestLine } from "./line-splitter.js";
import { createMasker } from "@windlass/operations/masking/masker";

function split(chunks: (string | Buffer)[], secrets: string[] = []): string[] {
  const masker = createMasker(secrets);
  const lines: string[] = [];
  const splitter = createLineSplitter({ onLine: (line) => lines.push(line), mask: masker.text, lookahead: masker.longest });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe("splitting output into lines", () => {
  it("joins pieces, keeps empty lines, and ends with what has no newline", () => {
    expect(split(["one\ntw", "o\n\nthr", "ee"])).toEqual(["one", "two", "", "three"]);
  });

  it("keeps characters whole that are split across pieces (F27)", () => {
    const bytes = Buffer.from("grün\n");
    expect(split([bytes.subarray(0, 3), bytes.subarray(3)])).toEqual(["grün"]);
    expect(split([Buffer.from([0xff, 0x61, 0x0a])])).toEqual(["\ufffda"]);
  });

  it("shows what a progress bar wrote last, and knows Windows' line ends", () => {
    expect(split(["10%\r50%\r100%\r\nnext\r\n"])).toEqual(["100%", "next"]);
  });

  it("hides a secret that arrives in pieces (S09)", () => {
    expect(split(["the tok", "en is hunter2-hun", "ter2\n"], ["hunter2-hunter2"])).toEqual(["the token is ***"]);
  });

  it("cuts an endless line, says so, and leaves no half of a secret at the cut", () => {
    const secret = "hunter2-hunter2";
    const start = "x".repeat(longestLine - 5);
    const [line, next] = split([start, secret, "y".repeat(100_000), "\nnext"], [secret]);
    expect(line).toBe(`${start}***yy … [line cut]`);
    expect(line).not.toContain("hunt");
    expect(next).toBe("next");
  });
});
