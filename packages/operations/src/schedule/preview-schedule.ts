import type { SchedulePreview, StageSchedule } from "@windlass/contracts/schedule";
import { authorize, type OperationContext } from "../context.js";
import { nextTimes } from "./next-times.js";

const shownTimes = 5;

/** When a schedule would come next. Throws `invalid_request`. */
export async function previewSchedule(context: OperationContext, schedule: StageSchedule): Promise<SchedulePreview> {
  authorize(context, "service:read");
  return { next: nextTimes(schedule, { from: new Date(), count: shownTimes }).map((time) => time.toISOString()) };
}
