import type { ConfigRow } from "./config-rows.js";
import { ancestorsOf, pointerText } from "./pointer.js";

/** Indexes of the rows to show: without those below collapsed ones, unless the one that is selected is below. */
export function uncollapsedRows(rows: readonly ConfigRow[], collapsed: ReadonlySet<string>, selected: string | null): number[] {
  const open = new Set(selected === null ? [] : ancestorsOf(selected));
  const shown: number[] = [];
  for (let index = 0; index < rows.length; ) {
    const row = rows[index];
    if (row === undefined) break;
    shown.push(index);
    index = row.kind !== "line" && collapsed.has(row.pointer) && !open.has(row.pointer) ? row.end : index + 1;
  }
  return shown;
}

/** Indexes of the rows that a search finds, each with the rows above that lead to it. An empty needle finds nothing. */
export function searchRows(rows: readonly ConfigRow[], needle: string): { shown: number[]; matches: number } {
  const lower = needle.toLowerCase();
  const shown: number[] = [];
  const parents: number[] = [];
  let [matches, last] = [0, -1];
  rows.forEach((row, index) => {
    while (parents.length > 0 && (rows[parents.at(-1) ?? 0]?.end ?? 0) <= index) parents.pop();
    if (lower !== "" && isMatch(row, lower)) {
      matches += 1;
      for (const parent of parents) if (parent > last) shown.push(parent);
      shown.push(index);
      last = index;
    }
    if (row.end > index + 1) parents.push(index);
  });
  return { shown, matches };
}

function isMatch(row: ConfigRow, needle: string): boolean {
  if (row.text.toLowerCase().includes(needle) || row.label?.toLowerCase().includes(needle) === true) return true;
  if (row.kind !== "line" && needle.includes(".") && pointerText(row.pointer).toLowerCase().endsWith(needle)) return true;
  return row.origins.some(({ variable, address }) => variable.toLowerCase().includes(needle) || address?.toLowerCase().includes(needle) === true);
}

/** The index of the row that shows what `pointer` points to, or of the nearest that holds it; -1 when there is none. */
export function rowOfPointer(rows: readonly ConfigRow[], pointer: string): number {
  let best = -1;
  rows.forEach((row, index) => {
    const length = rows[best]?.pointer.length ?? 0;
    const holds = row.kind !== "line" && (row.pointer === pointer || pointer.startsWith(`${row.pointer}/`));
    const merged = row.item && row.pointer.startsWith(`${pointer}/`) && row.pointer.lastIndexOf("/") === pointer.length;
    if ((holds || merged) && row.pointer.length > length) best = index;
  });
  return best;
}
