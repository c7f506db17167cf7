/**
 * One comparison: the rounds of both sides in the order in which they ran, interleaved. Times are in seconds.
 * `goal` bounds the ratio of the medians, from above, or from below where `more` is better; `limit` bounds our own
 * median in the same way. A row without a peer has a limit alone.
 * @typedef {object} Row
 * @property {string} proof
 * @property {string} what
 * @property {number | null} goal
 * @property {number} [limit]
 * @property {"less" | "more"} [better] `less` when left out
 * @property {number[]} ours
 * @property {number[]} peer
 * @property {string} peerName
 * @property {string[]} wrong
 * @property {string[]} [notes] what helps to understand a row that missed its goal
 * @property {"bytes" | "per second" | "count"} [unit] seconds when left out
 */

/**
 * A row without rounds yet.
 * @param {string} proof @param {string} what
 * @param {Partial<Pick<Row, "goal" | "limit" | "better" | "unit" | "peerName">>} [options] @returns {Row}
 */
export function newRow(proof, what, options = {}) {
  return { proof, what, goal: null, peerName: "", ...options, ours: [], peer: [], wrong: [] };
}

/** @param {readonly number[]} values */
export function median(values) {
  return percentile(values, 0.5);
}

/**
 * Interpolated between the two nearest values.
 * @param {readonly number[]} values @param {number} share 0.99 for p99
 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** @param {Row} row @returns {"met" | "missed" | "wrong" | "measured"} */
export function verdict(row) {
  if (row.wrong.length > 0) return "wrong";
  if (row.ours.length === 0) return "missed";
  if (row.goal === null && row.limit === undefined) return "measured";
  const reached = (/** @type {number} */ value, /** @type {number} */ bound) => (row.better === "more" ? value >= bound : value <= bound);
  const ratioIs = row.goal === null || reached(ratioOf(row), row.goal);
  return ratioIs && (row.limit === undefined || reached(median(row.ours), row.limit)) ? "met" : "missed";
}

/** @param {Row} row */
function ratioOf(row) {
  return median(row.ours) / median(row.peer);
}

/** @param {readonly Row[]} rows @returns {string} medians and ratios, then the raw rounds */
export function report(rows) {
  const cells = rows.map((row) => [
    row.proof,
    row.what,
    row.ours.length === 0 ? "-" : show(row)(median(row.ours)),
    row.peer.length === 0 ? "-" : `${show(row)(median(row.peer))} (${row.peerName})`,
    row.peer.length === 0 ? "" : `${ratioOf(row).toFixed(3)}x`,
    goalOf(row),
    verdict(row),
  ]);
  const table = [["PROOF", "WHAT", "WINDLASS", "PEER", "RATIO", "GOAL", ""], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  const lines = table.map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  const raw = rows.flatMap((row) => [
    `${row.proof} ${row.what}`,
    `  windlass  ${row.ours.map(show(row)).join("  ")}`,
    ...(row.peer.length === 0 ? [] : [`  ${row.peerName}  ${row.peer.map(show(row)).join("  ")}`]),
    ...(row.notes ?? []).map((text) => `  ${text}`),
    ...row.wrong.map((text) => `  WRONG, so the row does not count: ${text}`),
  ]);
  return [...lines, "", "Raw rounds, in the order in which they ran", ...raw].join("\n");
}

/** The row in a few words. @param {Row} row */
export function summary(row) {
  const ratio = row.peer.length === 0 ? "" : `, ${ratioOf(row).toFixed(3)}x`;
  return `${row.ours.length === 0 ? "-" : show(row)(median(row.ours))}${ratio} (${[verdict(row), goalOf(row)].filter(Boolean).join(" ")})`;
}

/** @param {Row} row */
function goalOf(row) {
  const sign = row.better === "more" ? ">=" : "<=";
  const parts = [
    ...(row.goal === null ? [] : [`${sign} ${Number(row.goal.toFixed(3))}x`]),
    ...(row.limit === undefined ? [] : [`${sign} ${show(row)(row.limit)}`]),
  ];
  return parts.join(" and ");
}

/** @param {Row} row @returns {(value: number) => string} */
function show(row) {
  switch (row.unit) {
    case "bytes":
      return (bytes) => (bytes >= 1e6 ? `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB` : `${(bytes / 1e3).toFixed(1)} kB`);
    case "per second":
      return (rate) => `${rate >= 1e6 ? `${(rate / 1e6).toFixed(2)} M` : rate >= 1e4 ? `${(rate / 1e3).toFixed(0)} k` : rate.toFixed(rate < 10 ? 1 : 0)}/s`;
    case "count":
      return (count) => String(Number(count.toFixed(2)));
    case undefined:
      return time;
  }
}

/** @param {number} seconds */
function time(seconds) {
  return seconds < 1 ? `${(seconds * 1_000).toFixed(seconds < 0.1 ? 1 : 0)} ms` : `${seconds.toFixed(2)} s`;
}
