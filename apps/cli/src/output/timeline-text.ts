import type { Timeline, TimelineRow } from "@windlass/contracts/timeline";
import { plainText } from "./plain-text.js";
import { formatTable } from "./table.js";
import { formatDuration } from "./time.js";

/** Columns of a bar. */
const barWidth = 32;

/** A Gantt of a deployment in text: `█` where it decided how long the whole took, `░` where it did not, `·` where it waited. */
export function timelineText(timeline: Timeline): string {
  const { totalMs, comparedWith, medianTotalMs } = timeline;
  const rows = timeline.rows.map((row) => [
    `${row.parent === null ? "" : "  "}${row.group === "step" || row.group === "queue" ? "" : `${row.group} `}${plainText(row.name)}`,
    `|${bar(row, totalMs)}|`,
    formatDuration(lengthOf(row, totalMs)),
    row.medianMs === null ? "" : formatDuration(row.medianMs),
    row.critical ? "critical" : "",
  ]);
  const compared = comparedWith === 0 || medianTotalMs === null ? "nothing to compare with yet" : `median of the last ${comparedWith}: ${formatDuration(medianTotalMs)}`;
  const more = timeline.leftOut === 0 ? "" : `\n${timeline.leftOut} shorter ones are left out.`;
  return `${formatTable([["WHAT", "WHEN", "TOOK", "MEDIAN", ""], ...rows])}${more}\n\n${formatDuration(totalMs)} in all (${compared})`;
}

function lengthOf({ startMs, endMs }: TimelineRow, totalMs: number): number {
  return Math.max(0, (endMs ?? totalMs) - startMs);
}

function bar(row: TimelineRow, totalMs: number): string {
  const scale = barWidth / Math.max(1, totalMs);
  const start = Math.min(barWidth - 1, Math.floor(row.startMs * scale));
  const end = Math.min(barWidth, Math.max(start + 1, Math.round((row.endMs ?? totalMs) * scale)));
  const mark = row.state === "waiting" ? "·" : row.critical ? "█" : "░";
  return `${" ".repeat(start)}${mark.repeat(end - start)}${" ".repeat(barWidth - end)}`;
}
