import { queryOptions } from "@tanstack/react-query";
import type { StageSchedule } from "@windlass/contracts/schedule";
import { api } from "../api/client.js";

/** When a schedule would come next; an error says what is wrong with it. */
export const schedulePreviewQuery = (schedule: StageSchedule) =>
  queryOptions({ queryKey: ["schedule-preview", schedule], queryFn: ({ signal }) => api.schedules.preview(schedule, { signal }), retry: false });
