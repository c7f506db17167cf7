import stringWidth from "string-width";

const tabStop = 4;
const cutMark = "…";

/** A part of a line, in UTF-16 units from 0; `to` is the first unit after it. */
export type Span = { from: number; to: number };

type Cell = { text: string; width: number; offset: number };

/**
 * A line of source as a terminal shows it, and the line of carets to put below it. Tabs become spaces, control
 * characters their pictures, wide characters count as two columns; a line that is wider than `width` columns is cut around
 * what is marked.
 */
export function markLine(line: string, span: Span, width: number): { text: string; carets: string } {
  const cells = toCells(line);
  const shown = cut(cells, span, width);
  const [first] = shown;
  const before = first && first.offset > 0 ? cutMark : "";
  const last = shown.at(-1);
  const after = last && last !== cells.at(-1) ? cutMark : "";
  const isMarked = ({ offset }: Cell): boolean => offset >= span.from && offset < span.to;
  const left = widthOf(shown.filter(({ offset }) => offset < span.from)) + before.length;
  const carets = Math.max(1, widthOf(shown.filter(isMarked)));
  return { text: before + shown.map(({ text }) => text).join("") + after, carets: " ".repeat(left) + "^".repeat(carets) };
}

function toCells(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(line)) {
    const text = segment === "\t" ? " ".repeat(tabStop - (column % tabStop)) : visible(segment);
    const width = /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
    cells.push({ text, width, offset: index });
    column += width;
  }
  return cells;
}

/** A config may come from anybody: what a terminal would act on is shown, not sent (PROOFS S20). */
function visible(text: string): string {
  return text.replaceAll(/[\u0000-\u001f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0))).replaceAll(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

function cut(cells: Cell[], span: Span, width: number): Cell[] {
  if (widthOf(cells) <= width) return cells;
  // A third of the width before what is marked, or more where the line ends soon after it.
  const room = Math.max(8, width - 2 * cutMark.length);
  const target = widthOf(cells.filter(({ offset }) => offset < span.from));
  const start = Math.max(0, Math.min(target - Math.floor(room / 3), widthOf(cells) - room));
  let column = 0;
  return cells.filter((cell) => {
    const isShown = column >= start && column + cell.width <= start + room;
    column += cell.width;
    return isShown;
  });
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
