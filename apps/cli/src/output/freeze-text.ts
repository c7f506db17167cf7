import { weekdays, type FreezeSchedule, type FreezeWindow } from "@windlass/contracts/freeze-window";
import { plainText } from "./plain-text.js";
import { tableOr } from "./table.js";

/** Freezes for people. */
export function freezesTable(windows: readonly FreezeWindow[]): string {
  return tableOr(
    "No freezes. Plan one with: windlass freeze add --help",
    ["FREEZE", "OF", "WHEN", "NOW", "ID"],
    windows.map((window) => [plainText(window.name), window.service === null ? "every stage" : `${window.service}/${window.stage ?? ""}`, whenText(window), nowText(window), window.id]),
  );
}

function whenText({ schedule, timeZone }: FreezeWindow): string {
  return `${scheduleText(schedule)} ${timeZone}`;
}

function scheduleText(schedule: FreezeSchedule): string {
  if (schedule.kind === "weekly") return `${schedule.days.map((day) => weekdays[day - 1] ?? "").join(",")} ${schedule.from}–${schedule.to}`;
  return schedule.to === null ? `from ${schedule.from}` : `${schedule.from} – ${schedule.to}`;
}

function nowText({ active, nextAt }: FreezeWindow): string {
  if (active !== null) return active.until === null ? "on" : `on until ${active.until}`;
  return nextAt === null ? "over" : `next ${nextAt}`;
}
