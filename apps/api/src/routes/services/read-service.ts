import { serviceSchema } from "@windlass/contracts/service";
import { readService } from "@windlass/operations/service/read-service";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { serviceParams } from "../params.js";

export const readServiceRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Services"], summary: "One service, with its stages", params: serviceParams, response: { 200: serviceSchema } },
    },
    (request) => readService(contextOf(request), request.params.service),
  );
};
