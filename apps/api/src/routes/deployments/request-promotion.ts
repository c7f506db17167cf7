import { deploymentSchema } from "@windlass/contracts/deployment";
import { createPromotionSchema } from "@windlass/contracts/rollback";
import { requestPromotion } from "@windlass/operations/deployment/request-promotion";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders, stageParams } from "../params.js";

export const requestPromotionRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/promotions",
    {
      config: { permission: "deployment:promote" },
      schema: { tags: ["Deployments"], summary: "Ask for what another stage of the service runs: the same commit and, where they are equal, the same bytes",
        params: stageParams,
        headers: idempotencyHeaders,
        body: createPromotionSchema,
        response: { 202: deploymentSchema } },
    },
    async (request, reply) => {
      const idempotencyKey = request.headers["idempotency-key"];
      const { stage: from, number } = request.body;
      const deployment = await requestPromotion(contextOf(request), { to: request.params, from, number, idempotencyKey });
      return reply.code(202).send(deployment);
    },
  );
};
