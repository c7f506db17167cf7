import { stageSchema } from "@windlass/contracts/stage";
import { readStage } from "@windlass/operations/stage/read-stage";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const readStageRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Stages"], summary: "One stage", params: stageParams, response: { 200: stageSchema } },
    },
    (request) => readStage(contextOf(request), { stage: request.params, keyring: app.keyring }),
  );
};
