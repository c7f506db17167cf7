import { schedulePreviewSchema, stageScheduleSchema } from "@windlass/contracts/schedule";
import { previewSchedule } from "@windlass/operations/schedule/preview-schedule";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const previewScheduleRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/schedule-preview",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Stages"], summary: "The next times of a schedule", querystring: stageScheduleSchema, response: { 200: schedulePreviewSchema } },
    },
    (request) => previewSchedule(contextOf(request), request.query),
  );
};
