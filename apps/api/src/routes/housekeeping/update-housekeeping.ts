import { housekeepingSchema, updateHousekeepingSchema } from "@windlass/contracts/housekeeping";
import { updateHousekeeping } from "@windlass/operations/housekeeping/read-housekeeping";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const updateHousekeepingRoute: FastifyPluginAsyncZod = async (app) => {
  app.patch(
    "/api/housekeeping",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["Housekeeping"], summary: "Change how many releases keep their artifacts, and how long payloads of deliveries are kept", body: updateHousekeepingSchema, response: { 200: housekeepingSchema } },
    },
    (request) => updateHousekeeping(contextOf(request), request.body),
  );
};
