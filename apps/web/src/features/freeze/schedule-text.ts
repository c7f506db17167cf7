import { weekdays, type FreezeSchedule } from "@windlass/contracts/freeze-window";

/** A schedule in words: `Mon, Tue 22:00 – 06:00`. Its times are local to its time zone, whatever the reader's clock is. */
export function scheduleText(schedule: FreezeSchedule): string {
  if (schedule.kind === "weekly") {
    const days = schedule.days.toSorted((a, b) => a - b).map((day) => weekdays[day - 1] ?? "");
    return `${days.length === 7 ? "Every day" : days.join(", ")} ${schedule.from} – ${schedule.to}${schedule.to <= schedule.from ? " of the next day" : ""}`;
  }
  const from = schedule.from.replace("T", " ");
  return schedule.to === null ? `From ${from} until it is removed` : `${from} – ${schedule.to.replace("T", " ")}`;
}
