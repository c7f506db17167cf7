import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { serviceSchema } from "@windlass/contracts/service";
import { listServices } from "@windlass/operations/service/list-services";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listServicesRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Services"], summary: "Services by name, with their stages", querystring: pageQuerySchema, response: { 200: pageSchema(serviceSchema) } },
    },
    (request) => listServices(contextOf(request), request.query),
  );
};
