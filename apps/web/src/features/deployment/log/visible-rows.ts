import type { StepName } from "@windlass/contracts/step";
import type { HistoryRow } from "../../../live/history-row.js";

/** Which rows the log shows, in order. `seqs` is null when it shows all of them, so that nothing is copied. */
export interface VisibleRows {
  rows: readonly HistoryRow[];
  count: number;
  seqs: readonly number[] | null;
}

/** The rows up to `lastSeq`, or those of one step. */
export function visibleRows(rows: readonly HistoryRow[], lastSeq: number, step: StepName | null): VisibleRows {
  if (step === null) return { rows, count: lastSeq, seqs: null };
  const seqs: number[] = [];
  for (let index = 0; index < lastSeq; index += 1) {
    if (rows[index]?.step === step) seqs.push(index + 1);
  }
  return { rows, count: seqs.length, seqs };
}

/** The `seq` of the row at a place in the list. */
export function seqAt({ seqs }: VisibleRows, index: number): number {
  return seqs === null ? index + 1 : (seqs[index] ?? 0);
}

export function rowAt(visible: VisibleRows, index: number): HistoryRow | undefined {
  return visible.rows[seqAt(visible, index) - 1];
}

/** The place of a row in the list; negative when it is not in it. */
export function indexOfSeq({ seqs, count }: VisibleRows, seq: number): number {
  if (seqs === null) return seq <= count ? seq - 1 : -1;
  let [low, high] = [0, seqs.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = seqs[middle] ?? 0;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
