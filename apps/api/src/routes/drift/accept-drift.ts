import { acceptDriftSchema, stageDriftSchema } from "@windlass/contracts/drift";
import { acceptDrift } from "@windlass/operations/drift/accept-drift";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const acceptDriftRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/drift/accept",
    {
      config: { permission: "drift:accept" },
      schema: { tags: ["Drift"], summary: "Accept differences, until AWS has yet another value", params: stageParams, body: acceptDriftSchema, response: { 200: stageDriftSchema } },
    },
    (request) => acceptDrift(contextOf(request), { ...request.body, stage: request.params }),
  );
};
