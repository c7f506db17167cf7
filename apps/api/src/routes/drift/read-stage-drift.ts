import { stageDriftSchema } from "@windlass/contracts/drift";
import { readStageDrift } from "@windlass/operations/drift/read-stage-drift";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const readStageDriftRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/drift",
    {
      config: { permission: "drift:read" },
      schema: { tags: ["Drift"], summary: "What differs between a stage and its release, as of the last check", params: stageParams, response: { 200: stageDriftSchema } },
    },
    (request) => readStageDrift(contextOf(request), request.params),
  );
};
