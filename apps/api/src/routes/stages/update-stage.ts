import { stageSchema, updateStageSchema } from "@windlass/contracts/stage";
import { updateStage } from "@windlass/operations/stage/update-stage";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const updateStageRoute: FastifyPluginAsyncZod = async (app) => {
  app.patch(
    "/api/services/:service/stages/:stage",
    {
      config: { permission: "stage:update" },
      schema: { tags: ["Stages"], summary: "Change a stage", params: stageParams, body: updateStageSchema, response: { 200: stageSchema } },
    },
    (request) => updateStage(contextOf(request), { stage: request.params, change: request.body, keyring: app.keyring }),
  );
};
