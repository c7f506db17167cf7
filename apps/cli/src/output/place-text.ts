import type { SourceRange } from "@windlass/compiler/source-range";
import type { SourcePlace } from "@windlass/contracts/error";
import type { Colour, Paint } from "./paint.js";
import { plainText } from "./plain-text.js";
import { markLine, type Span } from "./source-line.js";

/** How to print: the lines of files that were read before, the width of the terminal, and whether with colours. */
export type View = { linesOf: (file: string) => readonly string[] | undefined; width: number; paint: Paint };

/** What to show of a place: the range is underlined in a colour; without one, only file, line and column are named. */
export type Shown = { place: SourcePlace; range: SourceRange | null; colour: Colour };

/** Of a value over many lines, so many are shown. */
const maxLines = 4;
/** On a terminal that is narrower, lines go over its edge. */
const minTextWidth = 20;

/** File, line and column of a place, and its lines under each other with line numbers and carets; `margin` is as wide as the numbers. */
export function placeRows({ place, range, colour }: Shown, { linesOf, width, paint }: View): { rows: string[]; margin: string } {
  const lines = linesOf(place.file);
  const last = range ? Math.min(range.endLine, range.line + maxLines - 1, lines?.length ?? 0) : 0;
  const margin = " ".repeat(range ? String(last).length : 1);
  const at = [place.file, range?.line ?? place.line, range?.column ?? place.column].filter((part) => part !== null).join(":");
  const bar = paint("blue", "|");
  const rows = [`${margin}${paint("blue", "-->")} ${plainText(at)}`];
  if (!range || !lines) return { rows, margin };
  rows.push(`${margin} ${bar}`);
  for (let number = range.line; number <= last; number += 1) {
    const line = (lines[number - 1] ?? "").replace(/\r$/, "");
    const { text, carets } = markLine(line, spanOf(line, number, range), Math.max(minTextWidth, width - margin.length - 3));
    rows.push(`${paint("blue", String(number).padStart(margin.length))} ${bar} ${text}`, `${margin} ${bar} ${paint(colour, carets)}`);
  }
  if (last < range.endLine) rows.push(`${paint("blue", "…".padStart(margin.length))} ${bar}`);
  rows.push(`${margin} ${bar}`);
  return { rows, margin };
}

function spanOf(line: string, number: number, { line: first, column, endLine, endColumn }: SourceRange): Span {
  const indent = line.length - line.trimStart().length;
  return { from: number === first ? column - 1 : indent, to: number === endLine ? endColumn - 1 : line.length };
}
