import type { HistoryRow } from "../../../live/history-row.js";
import { rowText } from "./row-text.js";

/** The rows that contain a text, as far as the history was looked through. */
export interface LogMatches {
  readonly needle: string;
  readonly scannedTo: number;
  /** `seq` of each matching row, ascending. */
  readonly seqs: readonly number[];
}

export const noMatches: LogMatches = { needle: "", scannedTo: 0, seqs: [] };

/**
 * Finds the rows up to `lastSeq` that contain `query`, whatever its case. Given the matches of a moment before
 * for the same query, only the rows that came since are looked through.
 */
export function findMatches(rows: readonly HistoryRow[], lastSeq: number, { query, before }: { query: string; before: LogMatches }): LogMatches {
  const needle = query.toLowerCase();
  if (needle === "") return noMatches;
  const known = before.needle === needle && before.scannedTo <= lastSeq ? before : { ...noMatches, needle };
  if (known.scannedTo === lastSeq) return known;
  const found: number[] = [];
  for (let index = known.scannedTo; index < lastSeq; index += 1) {
    const row = rows[index];
    if (row !== undefined && rowText(row).toLowerCase().includes(needle)) found.push(row.seq);
  }
  return { needle, scannedTo: lastSeq, seqs: found.length === 0 ? known.seqs : [...known.seqs, ...found] };
}

/** The match after (`1`) or before (`-1`) `seq`, going round at the ends; null when there is none. */
export function nextMatch(seqs: readonly number[], seq: number, direction: 1 | -1): number | null {
  const next = direction === 1 ? seqs.find((match) => match > seq) : seqs.findLast((match) => match < seq);
  return next ?? (direction === 1 ? seqs[0] : seqs.at(-1)) ?? null;
}
