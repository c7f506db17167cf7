/**
 * What one frame brought: rows with a dense number, of which some are lines with the time at which they were written.
 * @typedef {{ rows: number, firstSeq: number, writtenAt: number[], masked: number, error: string | null }} Frame
 */

/** How a line says when it was written and which it is: `<milliseconds> <number> text`. */
const line = /^(\d{13}) (\d+) /;

/** A frame of the product's live protocol. @param {string} text @returns {Frame} */
export function readProductFrame(text) {
  const frame = JSON.parse(text);
  if (frame.type === "error") return { rows: 0, firstSeq: 0, writtenAt: [], masked: 0, error: frame.message };
  if (frame.type !== "events") return { rows: 0, firstSeq: 0, writtenAt: [], masked: 0, error: null };
  const { events } = frame;
  const texts = events.flatMap((/** @type {any} */ event) => (event.kind === "log" && event.payload.stream === "stdout" ? [event.payload.text] : []));
  const isDense = events.every((/** @type {any} */ event, /** @type {number} */ index) => event.seq === events[0].seq + index);
  return {
    rows: events.length,
    firstSeq: events[0]?.seq ?? 0,
    writtenAt: texts.map((/** @type {string} */ one) => Number(line.exec(one)?.[1] ?? 0)),
    masked: texts.filter((/** @type {string} */ one) => one.includes("***")).length,
    error: isDense ? null : "The rows of a frame have gaps",
  };
}

/** A frame of the floor: an array of lines, or one line. @param {string} text @returns {Frame} */
export function readFloorFrame(text) {
  const lines = [JSON.parse(text)].flat();
  const isDense = lines.every((one, index) => one.s === lines[0].s + index);
  return { rows: lines.length, firstSeq: lines[0].s, writtenAt: lines.map((one) => one.t), masked: 0, error: isDense ? null : "The lines of a frame have gaps" };
}
