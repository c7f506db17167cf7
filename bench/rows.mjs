/**
 * One comparison: the rounds of both sides in the order in which they ran, interleaved.
 * Times are in seconds, sizes in bytes.
 * @typedef {{ proof: string, what: string, goal: number | null, ours: number[], peer: number[], peerName: string, wrong: string[], unit?: "bytes" }} Row
 */

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** @param {Row} row @returns {"met" | "missed" | "wrong" | "measured"} */
export function verdict(row) {
  if (row.wrong.length > 0) return "wrong";
  if (row.goal === null) return "measured";
  return median(row.ours) / median(row.peer) <= row.goal ? "met" : "missed";
}

/** @param {readonly Row[]} rows @returns {string} medians and ratios, then the raw rounds */
export function report(rows) {
  const cells = rows.map((row) => [
    row.proof,
    row.what,
    show(row)(median(row.ours)),
    `${show(row)(median(row.peer))} (${row.peerName})`,
    `${(median(row.ours) / median(row.peer)).toFixed(3)}x`,
    row.goal === null ? "" : `<= ${Number(row.goal.toFixed(3))}x`,
    verdict(row),
  ]);
  const table = [["PROOF", "WHAT", "WINDLASS", "PEER", "RATIO", "GOAL", ""], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  const lines = table.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  const raw = rows.flatMap((row) => [
    `${row.proof} ${row.what}`,
    `  windlass  ${row.ours.map(show(row)).join("  ")}`,
    `  ${row.peerName}  ${row.peer.map(show(row)).join("  ")}`,
    ...row.wrong.map((text) => `  WRONG, so the row does not count: ${text}`),
  ]);
  return [...lines, "", "Raw rounds, in the order in which they ran", ...raw].join("\n");
}

/** @param {Row} row @returns {(value: number) => string} */
function show(row) {
  return row.unit === "bytes" ? (bytes) => `${Math.round(bytes / 1e6)} MB` : time;
}

/** @param {number} seconds */
function time(seconds) {
  return seconds < 1 ? `${(seconds * 1_000).toFixed(seconds < 0.1 ? 1 : 0)} ms` : `${seconds.toFixed(2)} s`;
}
