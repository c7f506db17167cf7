import { describe, expect, it } from "vitest";
import { markLine } from "./source-line.js";

const mark = (line: string, word: string, width = 80): string => {
  const from = line.indexOf(word);
  const { text, carets } = markLine(line, { from, to: from + word.length }, width);
  return `${text}\n${carets}`;
};

describe("a marked line", () => {
  it("has its carets under the whole word", () => {
    expect(mark("    timeout: 901", "901")).toBe("    timeout: 901\n             ^^^");
  });

  it("shows tabs as spaces", () => {
    expect(mark("\ta:\tbad", "bad")).toBe("    a:  bad\n        ^^^");
  });

  it("counts wide characters as two columns, and letters with their accents as one", () => {
    expect(mark("名前: 値です # x", "値です")).toBe("名前: 値です # x\n      ^^^^^^");
    expect(mark("cafe\u0301: ok", "ok")).toBe("cafe\u0301: ok\n      ^^");
    expect(mark("👨‍👩‍👧: ok", "ok")).toBe("👨‍👩‍👧: ok\n    ^^");
  });

  it("shows what a terminal would act on, and does not send it", () => {
    expect(mark("a: \u001b[31mred\u009b \u202ex", "x")).toBe("a: ␛[31mred\ufffd \ufffdx\n              ^");
  });

  it("cuts what is wider than the terminal, around what is marked", () => {
    const line = `${"a".repeat(50)} WRONG ${"b".repeat(50)}`;
    expect(mark(line, "WRONG", 32)).toBe(`…${"a".repeat(9)} WRONG ${"b".repeat(14)}…\n           ^^^^^`);
    expect(mark(line, "aaa", 32)).toBe(`${"a".repeat(30)}…\n^^^`);
    expect(mark(`${"名".repeat(40)} x`, "x", 21)).toMatch(/^…名{8} x\n {18}\^$/);
  });

  it("marks the place after the end of a line", () => {
    expect(markLine("a:", { from: 2, to: 3 }, 80)).toEqual({ text: "a:", carets: "  ^" });
  });
});
