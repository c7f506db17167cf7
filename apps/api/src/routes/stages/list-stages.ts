import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { stageSummarySchema } from "@windlass/contracts/stage";
import { listStages } from "@windlass/operations/stage/list-stages";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { serviceParams } from "../params.js";

export const listStagesRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Stages"], summary: "A service's stages by name", params: serviceParams, querystring: pageQuerySchema, response: { 200: pageSchema(stageSummarySchema) } },
    },
    (request) => listStages(contextOf(request), { ...request.query, service: request.params.service }),
  );
};
