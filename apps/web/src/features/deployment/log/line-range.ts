/** Lines that the address names, by `seq`: both ends belong to it. */
export interface LineRange {
  first: number;
  last: number;
}

/** Reads `L12` or `L12-L20` (the address without its `#`); null for anything else. */
export function parseLineRange(hash: string): LineRange | null {
  const match = /^L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash);
  if (match === null) return null;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  return from === 0 || to === 0 ? null : { first: Math.min(from, to), last: Math.max(from, to) };
}

export function formatLineRange({ first, last }: LineRange): string {
  return first === last ? `L${first}` : `L${first}-L${last}`;
}

/** The range after a line number was clicked; with shift it grows from where the range began. */
export function selectLine(range: LineRange | null, seq: number, extend: boolean): LineRange {
  if (!extend || range === null) return { first: seq, last: seq };
  return { first: Math.min(range.first, seq), last: Math.max(range.first, seq) };
}
