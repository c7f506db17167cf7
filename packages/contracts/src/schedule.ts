import { z } from "zod";
import { timeZoneSchema } from "./freeze-window.js";
import { timestampSchema } from "./name.js";

/** When a stage is deployed by itself: five fields of cron (minute, hour, day of month, month, day of week) in a time zone. */
export const stageScheduleSchema = z.object({
  cron: z
    .string()
    .trim()
    .max(100)
    .regex(/^\S+(\s+\S+){4}$/, "Use five fields, such as 0 6 * * 1-5: minute, hour, day of month, month, day of week."),
  timeZone: timeZoneSchema,
});
export type StageSchedule = z.infer<typeof stageScheduleSchema>;

/** The next times of a schedule, soonest first. */
export const schedulePreviewSchema = z.object({ next: z.array(timestampSchema) });
export type SchedulePreview = z.infer<typeof schedulePreviewSchema>;
