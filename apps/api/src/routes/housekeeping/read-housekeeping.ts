import { housekeepingSchema } from "@windlass/contracts/housekeeping";
import { readHousekeeping } from "@windlass/operations/housekeeping/read-housekeeping";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const readHousekeepingRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/housekeeping",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["Housekeeping"], summary: "Which releases keep their artifacts, and what a run would take away now", response: { 200: housekeepingSchema } },
    },
    (request) => readHousekeeping(contextOf(request)),
  );
};
