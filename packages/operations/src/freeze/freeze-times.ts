import type { FreezeSchedule } from "@windlass/contracts/freeze-window";
import { Temporal } from "temporal-polyfill";

/** A stretch of time, in milliseconds since 1970. `endMs` is null where there is no end. */
export type Stretch = { startMs: number; endMs: number | null };

/** Weekly occurrences are looked for so many days ahead: every weekday comes up, and stretches that touch are joined. */
const daysAhead = 15;

/**
 * Whether a schedule is on at a moment, since when and until when, and when it begins next. Occurrences that touch count
 * as one. A local time that a change of clocks leaves out counts as the moment right after the gap; one that happens twice
 * counts as the first at the beginning of a freeze and as the second at its end, so that a freeze is never shorter than it reads.
 */
export function freezeAt(window: { schedule: FreezeSchedule; timeZone: string }, nowMs: number): { active: Stretch | null; nextMs: number | null } {
  const stretches = join(occurrences(window, nowMs));
  const active = stretches.find(({ startMs, endMs }) => startMs <= nowMs && (endMs === null || endMs > nowMs)) ?? null;
  const next = active === null ? stretches.find(({ startMs }) => startMs > nowMs) : undefined;
  return { active, nextMs: next?.startMs ?? null };
}

function occurrences({ schedule, timeZone }: { schedule: FreezeSchedule; timeZone: string }, nowMs: number): Stretch[] {
  if (schedule.kind === "once") {
    const { from, to } = schedule;
    return [{ startMs: atLocal(from, timeZone, "earlier"), endMs: to === null ? null : atLocal(to, timeZone, "later") }];
  }
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const found: Stretch[] = [];
  // From the days before: a stretch over midnight that began there may be on, and joined ones began earlier still.
  for (let offset = -daysAhead; offset <= daysAhead; offset += 1) {
    const day = today.add({ days: offset });
    if (!schedule.days.includes(day.dayOfWeek)) continue;
    const lastDay = schedule.to <= schedule.from ? day.add({ days: 1 }) : day;
    found.push({
      startMs: atLocal(`${day.toString()}T${schedule.from}`, timeZone, "earlier"),
      endMs: atLocal(`${lastDay.toString()}T${schedule.to}`, timeZone, "later"),
    });
  }
  return found.filter(({ startMs, endMs }) => endMs === null || startMs < endMs);
}

/** Of a time that happens twice, the one that `twice` says. One that never happens is moved on by the length of the gap. */
function atLocal(local: string, timeZone: string, twice: "earlier" | "later"): number {
  const plain = Temporal.PlainDateTime.from(local);
  const zoned = plain.toZonedDateTime(timeZone, { disambiguation: twice });
  if (zoned.toPlainDateTime().equals(plain)) return zoned.epochMilliseconds;
  const afterGap = plain.toZonedDateTime(timeZone, { disambiguation: "earlier" }).getTimeZoneTransition("next");
  return afterGap?.epochMilliseconds ?? zoned.epochMilliseconds;
}

/** Joins what touches or overlaps; takes the stretches in order of their beginning. */
function join(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (const { startMs, endMs } of stretches) {
    const last = joined.at(-1);
    if (last && (last.endMs === null || startMs <= last.endMs)) last.endMs = later(last.endMs, endMs);
    else joined.push({ startMs, endMs });
  }
  return joined;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
