import type { HistoryRow } from "../../../live/history-row.js";
import { rowText } from "./row-text.js";

/** The whole log as text: one line per row, with its time in UTC and its step, and no colour sequences. */
export function logAsText(rows: readonly HistoryRow[], lastSeq: number): string {
  const lines: string[] = [];
  for (let index = 0; index < lastSeq; index += 1) {
    const row = rows[index];
    if (row === undefined) break;
    lines.push(`${new Date(row.at).toISOString()} ${(row.step ?? "-").padEnd(8)} ${rowText(row)}\n`);
  }
  return lines.join("");
}

/** Name of the downloaded file. Names of services and stages are safe in file names as they are. */
export function logFileName(deployment: { service: string; stage: string; number: number }): string {
  return `${deployment.service}-${deployment.stage}-${deployment.number}.log`;
}
