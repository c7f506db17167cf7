import { reasonSchema } from "@windlass/contracts/freeze-window";
import { stageSchema } from "@windlass/contracts/stage";
import { pauseStage } from "@windlass/operations/stage/pause-stage";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const pauseStageRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/pause",
    {
      config: { permission: "stage:freeze" },
      schema: { tags: ["Stages"], summary: "Keep what waits for a stage in the queue until it is resumed", params: stageParams, body: reasonSchema, response: { 200: stageSchema } },
    },
    (request) => pauseStage(contextOf(request), { stage: request.params, reason: request.body.reason, keyring: app.keyring }),
  );
};
