import { serviceSchema, updateServiceSchema } from "@windlass/contracts/service";
import { updateService } from "@windlass/operations/service/update-service";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { serviceParams } from "../params.js";

export const updateServiceRoute: FastifyPluginAsyncZod = async (app) => {
  app.patch(
    "/api/services/:service",
    {
      config: { permission: "service:update" },
      schema: { tags: ["Services"], summary: "Change a service", params: serviceParams, body: updateServiceSchema, response: { 200: serviceSchema } },
    },
    (request) => updateService(contextOf(request), { name: request.params.service, change: request.body }),
  );
};
