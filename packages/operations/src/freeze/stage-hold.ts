import { freezeScheduleSchema, type StageHold } from "@windlass/contracts/freeze-window";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { freezeAt, type Stretch } from "./freeze-times.js";

/** What of a stage's row, and of the freezes of it and of every stage, a hold is decided from; `s` is the stage. */
export const holdColumns = `s.paused_at, s.paused_by, s.pause_reason,
  (SELECT json_agg(json_build_object('name', f.name, 'timeZone', f.time_zone, 'schedule', f.schedule))
   FROM freeze_windows f WHERE f.stage_id = s.id OR f.stage_id IS NULL) AS freezes`;

export type HoldRow = { paused_at: Date | null; paused_by: string | null; pause_reason: string | null; freezes: unknown };

const freezesSchema = z.array(z.object({ name: z.string(), timeZone: z.string(), schedule: freezeScheduleSchema })).nullable();
type Freeze = NonNullable<z.infer<typeof freezesSchema>>[number];

/**
 * Why nothing of a stage leaves the queue at a moment; null when nothing holds it. A pause is named before a freeze,
 * because somebody has to end it; of several freezes the one that ends last.
 */
export function holdOf(row: HoldRow, nowMs: number): StageHold | null {
  if (row.paused_at !== null) {
    const why = row.pause_reason ? `: ${row.pause_reason}` : "";
    return { reason: "paused", message: `Paused by ${row.paused_by ?? "somebody"}${why}`, since: row.paused_at.toISOString(), until: null };
  }
  const last = activeFreezes(row, nowMs).toSorted((a, b) => endOf(b.active) - endOf(a.active))[0];
  if (!last) return null;
  const { active, freeze } = last;
  const until = active.endMs === null ? null : new Date(active.endMs).toISOString();
  const end = active.endMs === null ? "until the freeze is removed" : `until ${localTime(active.endMs, freeze.timeZone)}`;
  return { reason: "frozen", message: `Frozen ${end}: ${freeze.name}`, since: new Date(active.startMs).toISOString(), until };
}

function activeFreezes({ freezes }: HoldRow, nowMs: number): { freeze: Freeze; active: Stretch }[] {
  return (freezesSchema.parse(freezes) ?? []).flatMap((freeze) => {
    const { active } = freezeAt(freeze, nowMs);
    return active === null ? [] : [{ freeze, active }];
  });
}

function endOf({ endMs }: Stretch): number {
  return endMs ?? Number.POSITIVE_INFINITY;
}

/** Such as `2026-12-27 06:00 Europe/Berlin`. */
function localTime(ms: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: "minute" })} ${timeZone}`;
}
