import { createDeploymentGroupSchema, deploymentGroupSchema } from "@windlass/contracts/deployment-group";
import { requestGroup } from "@windlass/operations/deployment-group/request-group";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders } from "../params.js";

export const requestGroupRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/deployment-groups",
    {
      config: { permission: "deployment:create" },
      schema: { tags: ["Deployments"], summary: "Deploy one stage of several services, in waves",
        headers: idempotencyHeaders,
        body: createDeploymentGroupSchema,
        response: { 202: deploymentGroupSchema } },
    },
    async (request, reply) =>
      reply.code(202).send(await requestGroup(contextOf(request), { ...request.body, idempotencyKey: request.headers["idempotency-key"] })),
  );
};
