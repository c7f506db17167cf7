import { createServiceSchema, serviceSchema } from "@windlass/contracts/service";
import { createService } from "@windlass/operations/service/create-service";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const createServiceRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services",
    {
      config: { permission: "service:create" },
      schema: { tags: ["Services"], summary: "Add a service", body: createServiceSchema, response: { 201: serviceSchema } },
    },
    async (request, reply) =>
      reply.code(201).send(await createService(contextOf(request), { service: request.body, keyring: app.keyring })),
  );
};
