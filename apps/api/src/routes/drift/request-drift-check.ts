import { driftCheckSchema } from "@windlass/contracts/drift";
import { requestDriftCheck } from "@windlass/operations/drift/request-drift-check";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const requestDriftCheckRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/drift-checks",
    {
      config: { permission: "drift:check" },
      schema: { tags: ["Drift"], summary: "Compare a stage with its release now", params: stageParams, response: { 202: driftCheckSchema } },
    },
    async (request, reply) => reply.code(202).send(await requestDriftCheck(contextOf(request), request.params)),
  );
};
