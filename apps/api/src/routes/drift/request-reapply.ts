import { deploymentSchema } from "@windlass/contracts/deployment";
import { requestReapply } from "@windlass/operations/drift/request-reapply";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders, stageParams } from "../params.js";

export const requestReapplyRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/drift/reapply",
    {
      config: { permission: "deployment:rollback" },
      schema: { tags: ["Drift"], summary: "Ask for what the stage's release describes to be put back",
        params: stageParams,
        headers: idempotencyHeaders,
        response: { 202: deploymentSchema } },
    },
    async (request, reply) => reply.code(202).send(await requestReapply(contextOf(request), request.params, request.headers["idempotency-key"])),
  );
};
