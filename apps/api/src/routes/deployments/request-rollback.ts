import { deploymentSchema } from "@windlass/contracts/deployment";
import { createRollbackSchema } from "@windlass/contracts/rollback";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders, stageParams } from "../params.js";

export const requestRollbackRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/rollbacks",
    {
      config: { permission: "deployment:rollback" },
      schema: { tags: ["Deployments"], summary: "Ask for an earlier release to be put back, or only for its code of some functions",
        params: stageParams,
        headers: idempotencyHeaders,
        body: createRollbackSchema.nullable(),
        response: { 202: deploymentSchema } },
    },
    async (request, reply) => {
      const idempotencyKey = request.headers["idempotency-key"];
      const deployment = await requestRollback(contextOf(request), { ...request.body, stage: request.params, idempotencyKey });
      return reply.code(202).send(deployment);
    },
  );
};
