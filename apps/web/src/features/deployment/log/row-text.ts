import type { HistoryRow, StepRow } from "../../../live/history-row.js";
import { deploymentStateLook, stepStateLook } from "../../../ui/state-tone.js";
import { durationText } from "../../../ui/time-text.js";
import { stepWords } from "../step-words.js";
import { plainText } from "./safe-text.js";

/** What a row says, as plain text: what search looks through, and what copying and downloading give. */
export function rowText(row: HistoryRow): string {
  switch (row.kind) {
    case "line":
      return plainText(row.text);
    case "step":
      return stepText(row);
    case "stack": {
      const { status, resourceType, logicalId, reason } = row.event;
      const text = `${status.padEnd(18)} ${logicalId} ${resourceType}`;
      return reason === null ? text : `${text}  ${plainText(reason)}`;
    }
    case "span":
      return `${row.group} ${row.name}: ${durationText(row.durationMs)}`;
    case "state": {
      const text = `State: ${deploymentStateLook[row.to].label.toLowerCase()}`;
      return row.error === null ? text : `${text}: ${plainText(row.error.message)}`;
    }
  }
}

/** `Compile: done in 1.2 s`; a step that begins is its name, because its row is the heading of what follows. */
export function stepText({ name, state, durationMs }: StepRow): string {
  const { label } = stepWords[name];
  if (state === "running") return label;
  const took = durationMs === null ? "" : ` in ${durationText(durationMs)}`;
  return `${label}: ${stepStateLook[state].label.toLowerCase()}${took}`;
}
