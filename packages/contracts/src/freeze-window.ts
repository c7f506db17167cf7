import { z } from "zod";
import { idSchema, serviceNameSchema, stageNameSchema, timestampSchema } from "./name.js";

export const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, "Use a time zone of the IANA database, such as Europe/Berlin or UTC.");

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const localTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, "Use a local date and time, such as 2026-12-24T18:00.")
  .refine((text) => !Number.isNaN(Date.parse(`${text}Z`)), "There is no such date.");
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Use hours and minutes, such as 08:30.");

/** Weekdays as ISO 8601 counts them: 1 is Monday, 7 is Sunday. */
export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/**
 * When a freeze is on, in the local time of its time zone. `once`: from one moment to another, or until it is removed
 * (`to: null`). `weekly`: begins on each of `days` at `from` and lasts to the next `to` on the clock, over midnight where
 * `to` is not later than `from`.
 */
export const freezeScheduleSchema = z.discriminatedUnion("kind", [
  z
    .object({ kind: z.literal("once"), from: localTime, to: localTime.nullable() })
    .refine(({ from, to }) => to === null || to > from, { message: "The end must be after the beginning.", path: ["to"] }),
  z.object({
    kind: z.literal("weekly"),
    days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
    from: timeOfDay,
    to: timeOfDay,
  }),
]);
export type FreezeSchedule = z.infer<typeof freezeScheduleSchema>;

/** A time in which nothing of a stage, or of any stage, leaves the queue. */
export const freezeWindowSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Null: every stage. */
  service: z.string().nullable(),
  stage: z.string().nullable(),
  timeZone: z.string(),
  schedule: freezeScheduleSchema,
  createdBy: z.string(),
  createdAt: timestampSchema,
  /** Whether it is on now, and until when; `until` is null for one without an end. */
  active: z.object({ since: timestampSchema, until: timestampSchema.nullable() }).nullable(),
  /** When it begins next; null while it is on, and for one that is over. */
  nextAt: timestampSchema.nullable(),
});
export type FreezeWindow = z.infer<typeof freezeWindowSchema>;

export const createFreezeWindowSchema = z
  .object({
    name: z.string().trim().min(1).max(200),
    /** Both or neither: without them the freeze is for every stage. */
    service: serviceNameSchema.optional(),
    stage: stageNameSchema.optional(),
    timeZone: timeZoneSchema,
    schedule: freezeScheduleSchema,
  })
  .refine(({ service, stage }) => (service === undefined) === (stage === undefined), {
    message: "Name a service and a stage, or neither for every stage.",
    path: ["stage"],
  });
export type CreateFreezeWindow = z.infer<typeof createFreezeWindowSchema>;

/** Why nothing of a stage leaves the queue now. */
export const stageHoldSchema = z.object({
  reason: z.enum(["paused", "frozen"]),
  message: z.string(),
  since: timestampSchema,
  /** Null: until somebody resumes it, or removes the freeze. */
  until: timestampSchema.nullable(),
});
export type StageHold = z.infer<typeof stageHoldSchema>;

/** Why somebody pauses a stage, or overrides a freeze: kept in the audit log. */
export const reasonSchema = z.object({ reason: z.string().trim().min(3, "Say why, for those who read it later.").max(500) });
export type Reason = z.infer<typeof reasonSchema>;
