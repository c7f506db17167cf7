import { revokeDriftSchema, stageDriftSchema } from "@windlass/contracts/drift";
import { revokeDrift } from "@windlass/operations/drift/accept-drift";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const revokeDriftRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/drift/revoke",
    {
      config: { permission: "drift:accept" },
      schema: { tags: ["Drift"], summary: "Let accepted differences count again", params: stageParams, body: revokeDriftSchema, response: { 200: stageDriftSchema } },
    },
    (request) => revokeDrift(contextOf(request), { ...request.body, stage: request.params }),
  );
};
