import { describe, expect, it } from "vitest";
import { ansiSpans } from "./ansi-spans.js";
import { neutralise, plainText, shownCharacters } from "./safe-text.js";

const ESC = "\x1b";
const shown = (raw: string) => ansiSpans(raw).map((span) => span.text).join("");

describe("styles of a log line", () => {
  it("reads colours and decorations", () => {
    expect(ansiSpans(`a ${ESC}[1;31mred${ESC}[0m b`)).toEqual([
      { text: "a ", className: "", color: undefined, background: undefined },
      { text: "red", className: "ansi-red-fg ansi-bold", color: undefined, background: undefined },
      { text: " b", className: "", color: undefined, background: undefined },
    ]);
  });

  it("reads the palette and true colours, in both spellings", () => {
    expect(ansiSpans(`${ESC}[38;5;196mx`)[0]?.color).toBe("rgb(255, 0, 0)");
    expect(ansiSpans(`${ESC}[48;5;244mx`)[0]?.background).toBe("rgb(128, 128, 128)");
    expect(ansiSpans(`${ESC}[38;2;1;2;3mx`)[0]?.color).toBe("rgb(1, 2, 3)");
    expect(ansiSpans(`${ESC}[38:2::1:2:3mx`)[0]?.color).toBe("rgb(1, 2, 3)");
  });

  it("keeps markup as text", () => {
    const markup = `<img src=x onerror=alert(1)>&amp;`;
    expect(ansiSpans(`${ESC}[31m${markup}`)).toEqual([
      { text: markup, className: "ansi-red-fg", color: undefined, background: undefined },
    ]);
  });

  it("says how much of a very long line it left out", () => {
    const spans = ansiSpans("x".repeat(shownCharacters + 7));
    expect(spans).toHaveLength(2);
    expect(spans[1]?.text).toContain("7 more characters");
  });
});

// PROOFS S20
describe("sequences that a terminal would act on", () => {
  it.each([
    ["a hyperlink", `see ${ESC}]8;;https://evil.example${ESC}\\docs${ESC}]8;;${ESC}\\ now`, "see docs now"],
    ["the title", `${ESC}]0;pwned\x07text`, "text"],
    ["the clipboard", `${ESC}]52;c;cm0gLXJm\x07text`, "text"],
    ["a device control string", `${ESC}P$q"p${ESC}\\text`, "text"],
    ["an 8-bit operating system command", "\x9d52;c;cm0=\x9ctext", "text"],
    ["an 8-bit control sequence", "\x9b31mred", "red"],
    ["cursor movement and erasing", `${ESC}[2J${ESC}[1;1Hhidden${ESC}[2K`, "hidden"],
    ["a private mode", `${ESC}[?1049htext${ESC}[>4;2m`, "text"],
    ["a reset", `${ESC}ctext`, "text"],
    ["an unfinished sequence", `text${ESC}]8;;https://evil.example`, "text8;;https://evil.example"],
    ["a nested introducer", `${ESC}${ESC}]0;x\x07]0;title\x07text`, "0;titletext"],
    ["backspaces and bells", "te\b\x07xt", "text"],
    ["hidden text", `${ESC}[8mtext`, "text"],
  ])("neutralises %s", (_, raw, expected) => {
    expect(shown(raw)).toBe(expected);
    expect(plainText(raw)).toBe(expected);
    expect(neutralise(raw).replace(/\x1b\[[\d;]*m/g, "")).not.toMatch(/[\x00-\x08\x0a-\x1f\x7f-\x9f]/);
  });

  it("shows direction overrides instead of obeying them", () => {
    expect(plainText("user\u202E nimda")).toBe("user<U+202E> nimda");
  });

  it("keeps one event on one line", () => {
    expect(plainText("a\nb")).toBe("a↵b");
    expect(plainText("10%\r50%\r100%\r")).toBe("100%");
  });

  it("stays linear on a hostile line", () => {
    const started = performance.now();
    neutralise(`${ESC}]`.repeat(200_000));
    neutralise(`${ESC}[${"1;".repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
