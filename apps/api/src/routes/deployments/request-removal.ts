import { createRemovalSchema, deploymentSchema } from "@windlass/contracts/deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders, stageParams } from "../params.js";

export const requestRemovalRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/removals",
    {
      config: { permission: "deployment:remove" },
      schema: { tags: ["Deployments"], summary: "Ask for everything of a stage in AWS to be deleted",
        params: stageParams,
        headers: idempotencyHeaders,
        body: createRemovalSchema,
        response: { 202: deploymentSchema } },
    },
    async (request, reply) => {
      const idempotencyKey = request.headers["idempotency-key"];
      const deployment = await requestRemoval(contextOf(request), { ...request.body, stage: request.params, idempotencyKey });
      return reply.code(202).send(deployment);
    },
  );
};
