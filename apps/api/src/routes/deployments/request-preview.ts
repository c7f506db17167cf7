import { createPreviewSchema, deploymentSchema } from "@windlass/contracts/deployment";
import { requestPreview } from "@windlass/operations/deployment/request-preview";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders, stageParams } from "../params.js";

export const requestPreviewRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/previews",
    {
      config: { permission: "deployment:create" },
      schema: { tags: ["Deployments"], summary: "Ask for the plan of a deployment without making it",
        params: stageParams,
        headers: idempotencyHeaders,
        body: createPreviewSchema.nullable(),
        response: { 202: deploymentSchema } },
    },
    async (request, reply) => {
      const idempotencyKey = request.headers["idempotency-key"];
      const deployment = await requestPreview(contextOf(request), { ...request.body, stage: request.params, idempotencyKey });
      return reply.code(202).send(deployment);
    },
  );
};
