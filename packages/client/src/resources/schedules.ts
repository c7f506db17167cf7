import { schedulePreviewSchema, type StageSchedule } from "@windlass/contracts/schedule";
import type { CallOptions, Http } from "../http.js";

/** Schedules as they are typed, before a stage has them. */
export function schedulesResource(http: Http) {
  return {
    preview: (schedule: StageSchedule, options: CallOptions = {}) =>
      http.get("/api/schedule-preview", { schema: schedulePreviewSchema, query: { ...schedule }, ...options }),
  };
}
