import { createDeploymentSchema, deploymentSchema } from "@windlass/contracts/deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders, stageParams } from "../params.js";

export const requestDeploymentRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/deployments",
    {
      config: { permission: "deployment:create" },
      schema: { tags: ["Deployments"], summary: "Ask for a deployment",
        params: stageParams,
        headers: idempotencyHeaders,
        body: createDeploymentSchema.nullable(),
        response: { 202: deploymentSchema } },
    },
    async (request, reply) => {
      const idempotencyKey = request.headers["idempotency-key"];
      const deployment = await requestDeployment(contextOf(request), { ...request.body, stage: request.params, idempotencyKey });
      return reply.code(202).send(deployment);
    },
  );
};
