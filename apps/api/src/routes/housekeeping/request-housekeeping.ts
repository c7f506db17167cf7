import { housekeepingSchema } from "@windlass/contracts/housekeeping";
import { requestHousekeeping } from "@windlass/operations/housekeeping/read-housekeeping";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const requestHousekeepingRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/housekeeping",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["Housekeeping"], summary: "Ask for a run now", response: { 202: housekeepingSchema } },
    },
    async (request, reply) => reply.code(202).send(await requestHousekeeping(contextOf(request))),
  );
};
