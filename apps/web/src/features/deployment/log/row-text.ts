import type { HistoryRow } from "../../../live/history-row.js";
import { durationText } from "../../../ui/time-text.js";
import { plainText } from "./safe-text.js";

/** What a row says, as plain text: what search looks through, and what copying and downloading give. */
export function rowText(row: HistoryRow): string {
  switch (row.kind) {
    case "line":
      return plainText(row.text);
    case "step":
      return row.durationMs === null ? `${row.name} ${row.state}` : `${row.name} ${row.state} in ${durationText(row.durationMs)}`;
    case "stack": {
      const { status, resourceType, logicalId, reason } = row.event;
      const text = `${status} ${resourceType} ${logicalId}`;
      return reason === null ? text : `${text}: ${plainText(reason)}`;
    }
    case "state": {
      const text = row.from === null ? words(row.to) : `${words(row.from)} → ${words(row.to)}`;
      return row.error === null ? text : `${text}: ${plainText(row.error.message)}`;
    }
  }
}

function words(state: string): string {
  return state.replaceAll("_", " ");
}
