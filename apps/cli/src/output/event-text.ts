import type { DeploymentEvent } from "@windlass/contracts/event";
import { plainText } from "./plain-text.js";
import { formatClock, formatDuration } from "./time.js";

/** One event of a deployment as a line for people; null for events that another line says already. */
export function eventText(event: DeploymentEvent): string | null {
  const text = bodyText(event);
  return text === null ? null : `${formatClock(event.at)}  ${plainText(text)}`;
}

function bodyText(event: DeploymentEvent): string | null {
  switch (event.kind) {
    case "log":
      return `${(event.payload.step ?? "").padEnd(8)}  ${levelMark[event.payload.level]}${event.payload.text}`;
    case "stack": {
      const { logicalId, resourceType, status, reason } = event.payload;
      return `${"stack".padEnd(8)}  ${status}  ${logicalId}  ${resourceType}${reason === null ? "" : `  ${reason}`}`;
    }
    case "step": {
      const { name, state, durationMs } = event.payload;
      return `${name.padEnd(8)}  step ${state}${durationMs === null ? "" : ` after ${formatDuration(durationMs)}`}`;
    }
    case "span": {
      const { step, group, name, durationMs } = event.payload;
      return `${step.padEnd(8)}  ${group} ${name} took ${formatDuration(durationMs)}`;
    }
    case "state":
      return event.payload.from === null ? null : `${"state".padEnd(8)}  ${event.payload.from} → ${event.payload.to}`;
    default:
      return event satisfies never;
  }
}

const levelMark = { info: "", warn: "warning: ", error: "error: " } as const;
