import type { SourceRange } from "@windlass/compiler/source-range";
import type { Paint } from "./paint.js";
import { markLine, type Span } from "./source-line.js";

/** Of a value over many lines, so many are shown. */
const maxLines = 4;

/** What is shown of a file: its lines, and the part of them that matters; `width` is that of the terminal. */
export type Excerpt = { lines: readonly string[]; range: SourceRange; width: number };

/** The lines of a range under each other, with line numbers and carets. */
export function excerptText({ lines, range, width }: Excerpt, paint: Paint): string[] {
  const last = Math.min(range.endLine, range.line + maxLines - 1, lines.length);
  const margin = gutterWidth(range);
  const bar = paint("blue", "|");
  const empty = `${" ".repeat(margin)} ${bar}`;
  const rows = [empty];
  for (let number = range.line; number <= last; number += 1) {
    const line = (lines[number - 1] ?? "").replace(/\r$/, "");
    const { text, carets } = markLine(line, spanOf(line, number, range), Math.max(20, width - margin - 3));
    rows.push(`${paint("blue", String(number).padStart(margin))} ${bar} ${text}`.trimEnd(), `${empty} ${paint("red", carets)}`);
  }
  if (last < range.endLine) rows.push(`${paint("blue", "…".padStart(margin))} ${bar}`);
  return rows;
}

/** Columns that the line numbers of a range take. */
export function gutterWidth({ line, endLine }: SourceRange): number {
  return String(Math.max(line, Math.min(endLine, line + maxLines - 1))).length;
}

function spanOf(line: string, number: number, { line: first, column, endLine, endColumn }: SourceRange): Span {
  const indent = line.length - line.trimStart().length;
  return { from: number === first ? column - 1 : indent, to: number === endLine ? endColumn - 1 : line.length };
}
