import type { HistoryRow } from "../../../live/history-row.js";
import { shownCharacters } from "./safe-text.js";

const lineHeightPx = 20;

/** Columns beside the text: around the line number, and at the right edge. */
export const edgeColumns = 6;
/** Columns of a row's time, `06:01:02.345` and the space after it. */
export const timeColumns = 14;

/**
 * The height of a row before it was drawn, in pixels: close for plain text, since every character is as wide as any
 * other; the list measures what it draws. `columns` is what is left for text, null when lines do not break.
 */
export function rowHeightPx(row: HistoryRow | undefined, columns: number | null): number {
  if (columns === null || row?.kind !== "line") return lineHeightPx;
  return lineHeightPx * Math.max(1, Math.ceil(Math.min(row.text.length, shownCharacters) / Math.max(1, columns)));
}
