import { createGroupRemovalSchema, deploymentGroupSchema } from "@windlass/contracts/deployment-group";
import { requestGroupRemoval } from "@windlass/operations/deployment-group/request-group-removal";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders } from "../params.js";

export const requestGroupRemovalRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/deployment-groups/removals",
    {
      config: { permission: "deployment:remove" },
      schema: { tags: ["Deployments"], summary: "Remove one stage of several services from AWS, those that others need last",
        headers: idempotencyHeaders,
        body: createGroupRemovalSchema,
        response: { 202: deploymentGroupSchema } },
    },
    async (request, reply) =>
      reply.code(202).send(await requestGroupRemoval(contextOf(request), { ...request.body, idempotencyKey: request.headers["idempotency-key"] })),
  );
};
