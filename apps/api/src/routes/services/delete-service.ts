import { deleteService } from "@windlass/operations/service/delete-service";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { noContent, serviceParams } from "../params.js";

export const deleteServiceRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/services/:service",
    {
      config: { permission: "service:delete" },
      schema: { tags: ["Services"], summary: "Forget a service, its stages and their history", params: serviceParams, response: { 204: noContent } },
    },
    async (request, reply) => {
      await deleteService(contextOf(request), request.params.service);
      return reply.code(204).send(null);
    },
  );
};
